"""What the tutor needs of other rooms, as protocols that the composition roots fill."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.korean import PickedWord
from app.platform.events import Event


class RoomFacts(Protocol):
    """A room and its learner, as the agents need them."""

    @property
    def room_id(self) -> UUID: ...  # noqa: D102 - a field
    @property
    def user_id(self) -> UUID: ...  # noqa: D102
    @property
    def persona(self) -> str: ...  # noqa: D102
    @property
    def closeness(self) -> int: ...  # noqa: D102
    @property
    def learner_name(self) -> str: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102
    @property
    def level(self) -> str: ...  # noqa: D102


class RoomMessage(Protocol):
    """A stored message; `author` is `learner` or `persona`."""

    @property
    def message_id(self) -> UUID: ...  # noqa: D102
    @property
    def turn_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def seq(self) -> int: ...  # noqa: D102
    @property
    def author(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


class TurnSurroundings(Protocol):
    """A turn's room, the messages before it, oldest first, and its own by `seq`."""

    @property
    def facts(self) -> RoomFacts: ...  # noqa: D102
    @property
    def before(self) -> Sequence[RoomMessage]: ...  # noqa: D102
    @property
    def messages(self) -> Sequence[RoomMessage]: ...  # noqa: D102


class RoomReader(Protocol):
    """Reads rooms and messages."""

    async def around_turn(
        self, turn_id: UUID, *, room_id: UUID, position: int, limit: int
    ) -> TurnSurroundings:
        """Return the room, the turn's messages and the last `limit` before seq `position`."""
        ...

    async def messages_of_turn(self, turn_id: UUID) -> Sequence[RoomMessage]:
        """Return a turn's messages by `seq`."""
        ...


class RoomJournal(Protocol):
    """A room's numbered events: written with the rows they announce, published after."""

    async def append(self, room_id: UUID, events: Sequence[Event]) -> list[int]:
        """Write events in the open transaction; return the `seq` of each."""
        ...

    async def publish(self, room_id: UUID) -> None:
        """Publish every committed event of the room that was not published yet, in order."""
        ...

    async def publish_delta(
        self, room_id: UUID, event: Event, *, turn_id: UUID, fence: int
    ) -> tuple[bool, tuple[int, str] | None]:
        """Publish an event that is no row; False where a newer owner of the turn was seen.

        The second value is its place in the stream, offset and epoch, where it has one.
        """
        ...

    async def place(self, room_id: UUID) -> tuple[int, str] | None:
        """Return the stream's newest offset and epoch; None while it is away."""
        ...


class WordSink(Protocol):
    """Keeps the words of a message and announces them."""

    async def keep(
        self,
        *,
        room_id: UUID,
        user_id: UUID,
        turn_id: UUID,
        message_id: UUID,
        language: str,
        from_message: Sequence[PickedWord],
        from_reply: Sequence[PickedWord],
        failed: bool,
        now: datetime,
    ) -> None:
        """Write rows and the event `words.ready` in the open transaction."""
        ...

    async def wants_translation(self, message_id: UUID) -> None:
        """Wake the worker for a message's words, after the commit."""
        ...

    async def count(self, turn_id: UUID) -> int:
        """Return for how many messages of a turn words are kept."""
        ...

    async def met(
        self, user_id: UUID, message_ids: Sequence[UUID]
    ) -> tuple[frozenset[str], frozenset[UUID]]:
        """Return the lemmas the learner was shown lately, not to be picked again at once.

        The second value says of which of the messages the words are kept already.
        """
        ...


class ProgressSink(Protocol):
    """Counts how a learner's messages were judged."""

    async def judged(
        self, *, room_id: UUID, user_id: UUID, turn_id: UUID, status: str, now: datetime
    ) -> None:
        """Write the progress and the event `progress.updated` in the open transaction."""
        ...
