"""What rooms need of others, as protocols that the composition root fills."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.platform.events import Event
from app.platform.principal import Principal
from app.platform.said import Said


class BroadcastUnavailableError(Exception):
    """Nothing can be published for the moment; what is committed is published later."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a channel's stream, which a client recovers from."""

    offset: int
    epoch: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """Appended and sent at `position`; None where it was there already."""

    position: Position | None


@dataclass(frozen=True, slots=True)
class Behind:
    """The stream lacks earlier events: it wants `seq` first."""

    seq: int


@dataclass(frozen=True, slots=True)
class Superseded:
    """A newer owner of the turn has published: what this one says no longer counts."""


class Broadcast(Protocol):
    """Carries a room's events to whoever listens (realtime.md, Rows, events, stream)."""

    async def publish(
        self,
        room_id: UUID,
        data: bytes,
        *,
        seq: int | None = None,
        fence: tuple[str, int] | None = None,
    ) -> Delivered | Behind | Superseded:
        """Append to the room's stream and send. Raises `BroadcastUnavailableError`."""
        ...

    async def position(self, room_id: UUID) -> Position:
        """Return the stream's newest position. Raises `BroadcastUnavailableError`."""
        ...

    async def restart(self, room_id: UUID) -> None:
        """Begin the room's stream anew: clients load again."""
        ...


class TurnDesk(Protocol):
    """Takes messages on as turns."""

    async def admit(self, *, room_id: UUID, user_id: UUID, seq: int) -> tuple[UUID, bool]:
        """Open a turn for a message, or join it to the newest, in the open transaction.

        Returns the turn and whether the message joined it. Raises `TooMany` where too many wait.
        """
        ...

    async def opened(self, turn_id: UUID, *, joined: bool) -> None:
        """Begin to answer, after the commit."""
        ...


class PersonaLine(Protocol):
    """Something a persona says of its own accord, with a line of guidance where it opens."""

    @property
    def text(self) -> str: ...  # noqa: D102 - a field
    @property
    def guidance_en(self) -> str: ...  # noqa: D102
    @property
    def guidance_ko(self) -> str: ...  # noqa: D102


class PersonaBook(Protocol):
    """Knows who can be talked to and how they open a conversation."""

    async def allows(self, persona: str, *, birth_year: int) -> bool:
        """Say whether a learner of that age may talk to `persona`. Raises `NotFound`."""
        ...

    def greeting(self, persona: str, closeness: int, *, learner_name: str) -> PersonaLine:
        """Return how the persona opens a room."""
        ...

    def ritual(self, persona: str, before: int, after: int, *, learner_name: str) -> PersonaLine:
        """Return what the persona says when the closeness moves."""
        ...


class EventSource(Protocol):
    """Makes events from rows, for history."""

    async def events(
        self, room_id: UUID, *, turn_ids: Sequence[UUID], message_ids: Sequence[UUID], newest: bool
    ) -> list[Event]:
        """Return the events of those turns and messages, each with its row's `seq`.

        `newest` says that the page is the room's last: what stands once a room belongs there.
        """
        ...


class RunningReplies(Protocol):
    """Knows how far the text of a reply under way was saved."""

    async def saved_place(self, turn_ids: Sequence[UUID]) -> tuple[int, str] | None:
        """Return the stream's offset and epoch at the last save; None where no reply runs."""
        ...


class SaidSource(Protocol):
    """Reads what was said in rooms, for whoever searches."""

    async def said(self, room_ids: Sequence[UUID], *, before: UUID, limit: int) -> Sequence[Said]:
        """Return at most `limit` of what was said in those rooms, the newest first.

        Only what has an id below `before`.
        """
        ...


class LearnerNames(Protocol):
    """Knows what learners want to be called."""

    async def name_of(self, principal: Principal) -> str:
        """Return the caller's nickname."""
        ...
