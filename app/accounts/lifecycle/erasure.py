"""Erasing accounts whose days of grace are over: everything, but a keyed hash of the address."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from tortoise.transactions import in_transaction

from app.accounts.events.account_event import UserDeleted
from app.accounts.events.outbox import Outbox
from app.accounts.former_addresses import FormerAddresses
from app.accounts.letters.account_mail import AccountMail
from app.accounts.lifecycle.deletion import GRACE
from app.accounts.lifecycle.personal_data import PersonalData
from app.accounts.models import User
from app.accounts.tickets.models import Ticket
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.logging import logger
from app.platform.sql import fetch

log = logger(__name__)

# A run ends after so many, and the next one goes on.
MOST = 1_000
# Whoever nothing leads back for has no grace. An hour, so that requests under way are over.
GUESTS_GRACE = timedelta(hours=1)

DUE = """
SELECT id FROM users
WHERE deletion_asked_at IS NOT NULL AND status = 'deleted'
  AND (deletion_asked_at <= $1 OR (deletion_asked_at <= $2 AND email IS NULL
    AND NOT EXISTS (SELECT FROM passkeys WHERE user_id = users.id)
    AND NOT EXISTS (SELECT FROM identities WHERE user_id = users.id)))
ORDER BY deletion_asked_at LIMIT $3
"""


class Erasure:
    """What the batch worker does every day."""

    def __init__(
        self,
        *,
        held: Sequence[PersonalData],
        former_addresses: FormerAddresses,
        mail: AccountMail,
        outbox: Outbox,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        """`held`: what each room keeps; accounts' own comes last."""
        self._held = held
        self._former_addresses = former_addresses
        self._mail = mail
        self._outbox = outbox
        self._audit = audit
        self._clock = clock

    async def erase_due(self) -> int:
        """Erase whose days of grace are over; return how many.

        One that fails holds up no other, and is tried again the next day.
        """
        now, erased = self._clock.now(), 0
        for row in await fetch(DUE, now - GRACE, now - GUESTS_GRACE, MOST):
            try:
                erased += await self._erase(row["id"])
            except Exception:
                log.exception("account_not_erased", user_id=str(row["id"]))
        await self._outbox.hurry()
        await self._mail.hurry()
        return erased

    async def _erase(self, user_id: UUID) -> bool:
        """Close the way back, erase in batches, then drop the row: stopped anywhere, it goes on."""
        if not await self._close(user_id):
            return False
        for held in self._held:
            await held.erase(user_id)
        async with in_transaction():
            await User.filter(id=user_id).delete()
            await self._outbox.record(UserDeleted(user_id=user_id))
            await self._audit.record(actor="system", action="account.erased", subject=user_id)
        return True

    async def _close(self, user_id: UUID) -> bool:
        """Take away what leads back in; say whether the account is still to be erased."""
        async with in_transaction():
            user = await User.select_for_update().get_or_none(id=user_id, status="deleted")
            if user is None:
                return False
            await Ticket.filter(user_id=user_id).delete()
            if user.email is not None:
                await self._mail.send_last(user, "deletion_done")
                await self._former_addresses.remember(user.email)
                await User.filter(id=user_id).update(
                    email=None, email_verified_at=None, password_hash=None
                )
        return True
