"""What is done once about an account event, whoever comes first: rooms, notice and e-mail."""

import asyncio
from collections.abc import Awaitable, Callable
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
from app.accounts.events.reading import unsettled_events
from app.platform.errors import Unavailable
from app.platform.logging import logger
from app.platform.outages import is_connection_lost
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
        """Settle what waits; what cannot be told now, Redis being away, waits on.

        Doors come first, and all are told together: neither a Redis that hangs nor an event at
        which something raises holds up another. What a later release has brought is left to it.
        """
        waiting = [
            (one.id, one.event)
            for one in await unsettled_events(most=AT_ONCE)
            if one.event is not None
        ]
        waiting = [one for one in waiting if await self._done(self._set_doors, *one)]
        told = await asyncio.gather(*(self._done(self._tell, *one) for one in waiting))
        posted = False
        for (event_id, event), is_told in zip(waiting, told, strict=True):
            if is_told and await self._done(self._finish, event_id, event):
                posted = posted or letter_of(event) is not None
        if posted:
            await self._letters.hurry()

    async def _done(
        self, part: Callable[[UUID, Known], Awaitable[None]], event_id: UUID, event: Known
    ) -> bool:
        """Do a part of settling; False where it is to be done again in the next round."""
        try:
            await part(event_id, event)
        except Unavailable:
            log.info("account_event_waits", event_id=str(event_id))
        except Exception as error:
            if isinstance(error, TimeoutError) or is_connection_lost(error):
                raise
            log.exception("account_event_not_settled", event_id=str(event_id))
        else:
            return True
        return False

    async def _tell(self, event_id: UUID, event: Known) -> None:
        notice = notice_of(event)
        if notice is not None:
            await self._notices.tell(event.user_id, notice, once=event_id)

    async def _finish(self, event_id: UUID, event: Known) -> None:
        letter = letter_of(event)
        async with in_transaction():
            if not await fetch(CLAIM, event_id):
                return  # another process was quicker
            if letter is not None:
                kind, values = letter
                await self._letters.post(kind, event.user_id, **values)
            await execute(SETTLED, event_id)

    async def _set_doors(self, _event_id: UUID, event: Known) -> None:
        if not isinstance(event, UserStatusChanged):
            return
        async with in_transaction():
            rows = await fetch(STATUS, event.user_id)
            if not rows:
                return  # erased meanwhile, and the rooms with it
            is_active = rows[0]["status"] == "active"
            set_doors = self._doors.unlock if is_active else self._doors.lock
            await set_doors(event.user_id)
        if not is_active:
            await self._doors.interrupt(event.user_id)


def notice_of(event: Known) -> AccountChanged | None:
    """Return what the user is told on their own channel; None where there is nothing to tell."""
    match event:
        case UserStatusChanged(status=status):
            return AccountChanged(what="status", value=status)
        case UserRoleChanged(role=role):
            return AccountChanged(what="role", value=role)
        case PasswordChanged(what=what) | ProfileChanged(what=what):
            return AccountChanged(what=what)
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
