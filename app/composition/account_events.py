"""What account events ask of the rest of the house: sockets, rooms, the user's channel."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

from app.accounts.access.blacklist import Blacklist
from app.accounts.events.notice import AccountChanged
from app.accounts.events.ports import AccountLetters
from app.accounts.events.reactions import Reactions
from app.accounts.events.reader import EventReader
from app.accounts.events.settling import Settling
from app.accounts.events.upkeep import AccountUpkeep
from app.accounts.joined import Accounts
from app.composition.channels import (
    PERSONAL_PREFIX,
    ROLE_CHANGED,
    SESSION_ENDED,
    SUSPENDED,
    TOKEN_REVOKED,
)
from app.platform.errors import Unavailable
from app.platform.events import encode_event
from app.platform.metrics import Metrics
from app.rooms.doors import lock_rooms, unlock_rooms
from realtime import BrokerUnavailable, Engine

HURRY = "accounts.hurry"


def account_upkeep(
    accounts: Accounts,
    *,
    blacklist: Blacklist,
    engine: Engine,
    stop_turns: Callable[[UUID], Awaitable[None]],
    letters: AccountLetters,
    metrics: Metrics,
) -> AccountUpkeep:
    """Join account events with the engine and the rooms; other processes are heard from now on."""

    async def tell_others() -> None:
        with suppress(BrokerUnavailable):  # they read every second
            await engine.send_control(HURRY, b"")

    reactions = Reactions(access=accounts.access, blacklist=blacklist, sockets=Sockets(engine))
    upkeep = AccountUpkeep(
        reader=EventReader(
            react=reactions.react,
            have_read=accounts.access.have_read,
            tell_others=tell_others,
            observe=metrics.account_events.observe,
        ),
        settling=Settling(doors=RoomDoors(stop_turns), notices=Notices(engine), letters=letters),
        blacklist=blacklist,
    )
    engine.on_control(HURRY, upkeep.heard)
    return upkeep


class Sockets:
    """Fills `accounts.Sockets` with this process's engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def end_session(self, session_id: UUID) -> None:
        """Close the sockets of a session that is over."""
        self._engine.disconnect_here(*SESSION_ENDED, session=str(session_id))

    def end_user(self, user_id: UUID) -> None:
        """Close the sockets of a user whose account is not active."""
        self._engine.disconnect_here(*SUSPENDED, user=str(user_id))

    def ask_for_token(self, session_id: UUID) -> None:
        """Close a session's sockets so that they come back with a token that still counts."""
        self._engine.disconnect_here(*TOKEN_REVOKED, session=str(session_id))

    def call_back(self, user_id: UUID) -> None:
        """Close a user's sockets so that they come back, and are asked anew what they may hear."""
        self._engine.disconnect_here(*ROLE_CHANGED, user=str(user_id))


class RoomDoors:
    """Fills `accounts.RoomDoors` with rooms and turns."""

    def __init__(self, stop_turns: Callable[[UUID], Awaitable[None]]) -> None:
        self._stop_turns = stop_turns

    async def lock(self, user_id: UUID) -> None:
        """Let nothing happen in the user's rooms."""
        await lock_rooms(user_id)

    async def unlock(self, user_id: UUID) -> None:
        """Open them again."""
        await unlock_rooms(user_id)

    async def interrupt(self, user_id: UUID) -> None:
        """Stop the user's turns."""
        await self._stop_turns(user_id)


class Notices:
    """Fills `accounts.Notices` with the user's own channel."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def tell(self, user_id: UUID, notice: AccountChanged, *, once: UUID) -> None:
        """Publish `notice`. Raises `Unavailable` while Redis is away."""
        try:
            await self._engine.publish(
                f"{PERSONAL_PREFIX}{user_id}", encode_event(notice), idempotency_key=str(once)
            )
        except BrokerUnavailable as error:
            raise Unavailable("the user's channel is away for a moment") from error
