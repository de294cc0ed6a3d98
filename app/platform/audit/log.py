"""Writing to the audit log: one entry a deed, each behind the one before it."""

from collections.abc import Callable
from uuid import UUID

from tortoise.transactions import in_transaction

from app.platform.audit.chain import FIRST_PREVIOUS, PURPOSE, Deed, Details, entry_hash
from app.platform.audit.models import AuditEntry
from app.platform.clock import Clock
from app.platform.sealing import Sealer
from app.platform.sql import fetch
from app.platform.tasks import in_transaction_now

# Any number that no other advisory lock of this database uses ("audit" in ASCII).
LOCK = 0x6175646974


def nobody_counts() -> None:
    """Leave failures uncounted."""


class AuditLog:
    """What administrators and the security machinery did, for whoever asks later."""

    def __init__(
        self, *, sealer: Sealer, clock: Clock, failed: Callable[[], None] = nobody_counts
    ) -> None:
        """`failed` is told of each entry that could not be written."""
        self._key = sealer.derived_key(PURPOSE)
        self._clock = clock
        self._failed = failed

    async def record(
        self, *, actor: str | UUID, action: str, subject: str | UUID, details: Details | None = None
    ) -> None:
        """Write one entry, in the open transaction or in one of its own.

        `actor` and `subject` are ids, or names of the machinery (`system`, `command`); `action`
        is such as `account.suspended`. None of them, nor `details`, holds a name, an address or
        a token. In a transaction call it last: entries of all processes wait for one another
        until the commit. Where it raises the deed itself is rolled back: nothing is done unseen.
        """
        try:
            if in_transaction_now():
                await self._append(str(actor), action, str(subject), details or {})
            else:
                async with in_transaction():
                    await self._append(str(actor), action, str(subject), details or {})
        except BaseException:
            self._failed()
            raise

    async def _append(self, actor: str, action: str, subject: str, details: Details) -> None:
        # Held until the commit, so that no two entries come behind the same one.
        await fetch("SELECT pg_advisory_xact_lock($1)", LOCK)
        last = await AuditEntry.all().order_by("-id").first()
        previous = FIRST_PREVIOUS if last is None else bytes(last.hash)
        deed = Deed(
            id=1 if last is None else last.id + 1,
            at=self._clock.now(),
            actor=actor,
            action=action,
            subject=subject,
            details=details,
        )
        await AuditEntry.create(
            id=deed.id,
            at=deed.at,
            actor=actor,
            action=action,
            subject=subject,
            details=dict(details),
            previous_hash=previous,
            hash=entry_hash(self._key, deed, previous),
        )
