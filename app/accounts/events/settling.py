"""What is done once about an account event, whoever comes first: rooms, notice and e-mail."""

from uuid import UUID

from tortoise.transactions import in_transaction

from app.accounts.events.account_event import (
    Known,
    PasswordChanged,
    ProfileChanged,
    SessionEnded,
    UserRoleChanged,
    UserStatusChanged,
)
from app.accounts.events.notice import AccountChanged
from app.accounts.events.ports import AccountLetters, Notices, RoomDoors
from app.accounts.events.reading import Recorded, unsettled_events
from app.platform.errors import Unavailable
from app.platform.logging import logger
from app.platform.outages import DATABASE_AWAY
from app.platform.recurring import Recurring
from app.platform.sql import execute, fetch

log = logger(__name__)

EVERY_SECONDS = 1.0
AT_ONCE = 100
# Whoever changes the status waits for this lock, so that the doors end as the status does.
STATUS = "SELECT status FROM users WHERE id = $1 FOR SHARE"
CLAIM = """
SELECT id FROM account_events WHERE id = $1 AND settled_at IS NULL FOR UPDATE SKIP LOCKED
"""
SETTLED = "UPDATE account_events SET settled_at = clock_timestamp() WHERE id = $1"
REUSE = "refresh_reuse"


class Settling:
    """Every process looks for what nobody has settled; each part may be begun twice.

    Doors are set by the status as it is, and a notice carries the event's id, so that doing them
    again does nothing. The mail is written in the transaction that settles the event. Who is killed
    before that is made up for by another.
    """

    def __init__(self, *, doors: RoomDoors, notices: Notices, letters: AccountLetters) -> None:
        self._doors = doors
        self._notices = notices
        self._letters = letters
        self._settling = Recurring(
            self.settle, seconds=EVERY_SECONDS, name="account_events_not_settled"
        )

    async def run(self) -> None:
        """Settle until cancelled."""
        await self._settling.run()

    def wake(self) -> None:
        """Look now."""
        self._settling.wake()

    async def settle(self) -> None:
        """Settle what waits; what cannot be told now, Redis being away, waits on."""
        posted = False
        for one in await unsettled_events(most=AT_ONCE):
            try:
                posted = await self._settle(one) or posted
            except Unavailable:
                log.info("account_event_waits", event_id=str(one.id))
            except DATABASE_AWAY:
                raise
            except Exception:
                # One that cannot be settled must not hold up all others.
                log.exception("account_event_not_settled", event_id=str(one.id))
        if posted:
            await self._letters.hurry()

    async def _settle(self, recorded: Recorded) -> bool:
        event, event_id = recorded.event, recorded.id
        if event is None:
            return False  # a process of the later release knows what to do
        if isinstance(event, UserStatusChanged):
            await self._set_doors(event.user_id)
        notice = notice_of(event)
        if notice is not None:
            await self._notices.tell(event.user_id, notice, once=event_id)
        letter = letter_of(event)
        async with in_transaction():
            if not await fetch(CLAIM, event_id):
                return False
            if letter is not None:
                kind, values = letter
                await self._letters.post(kind, event.user_id, **values)
            await execute(SETTLED, event_id)
        return letter is not None

    async def _set_doors(self, user_id: UUID) -> None:
        async with in_transaction():
            rows = await fetch(STATUS, user_id)
            if not rows:
                return  # erased meanwhile, and the rooms with it
            is_active = rows[0]["status"] == "active"
            await (self._doors.unlock(user_id) if is_active else self._doors.lock(user_id))
        if not is_active:
            await self._doors.interrupt(user_id)


def notice_of(event: Known) -> AccountChanged | None:
    """Return what the user is told on their own channel; None where there is nothing to tell."""
    match event:
        case UserStatusChanged(status=status):
            return AccountChanged(what="status", value=status)
        case UserRoleChanged(role=role):
            return AccountChanged(what="role", value=role)
        case PasswordChanged(what=what):
            return AccountChanged(what=what)
        case ProfileChanged():
            return AccountChanged(what="profile")
        case SessionEnded(reason=reason) if reason == REUSE:
            return AccountChanged(what="session")
        case _:
            return None


def letter_of(event: Known) -> tuple[str, dict[str, str]] | None:
    """Return the kind of e-mail and its values; None where the user did it themselves just now."""
    match event:
        case UserStatusChanged(status="suspended"):
            return "account_suspended", {}
        case UserStatusChanged(status="active", was="suspended"):
            return "account_reactivated", {}
        case UserRoleChanged(role=role):
            return "role_changed", {"role": role}
        case PasswordChanged(what="password"):
            return "password_changed", {}
        case PasswordChanged(what=what):
            return "factor_changed", {"what": what}
        case SessionEnded(reason=reason) if reason == REUSE:
            return "session_ended_reuse", {}
        case _:
            return None
