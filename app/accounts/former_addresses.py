"""Addresses of erased accounts, as keyed hashes: who comes back is told from who is new."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.models import FormerAddress
from app.platform.clock import Clock
from app.platform.sealing import Sealer

# Longer than somebody who comes back for more of what they did is likely to wait.
KEPT = timedelta(days=365)


class FormerAddresses:
    """Remembers whose account was erased, and says so to administrators; a year, then no more."""

    def __init__(self, *, sealer: Sealer, ids: Callable[[], UUID], clock: Clock) -> None:
        self._sealer = sealer
        self._ids = ids
        self._clock = clock

    async def remember(self, email: str) -> None:
        """Write down that an account with this address is erased now; the last time counts."""
        row = FormerAddress(
            id=self._ids(), email_hash=self._hash(email), erased_at=self._clock.now()
        )
        await FormerAddress.bulk_create(
            [row], on_conflict=["email_hash"], update_fields=["erased_at"]
        )

    async def erased_at(self, email: str) -> datetime | None:
        """Return when the last account with this address was erased, in whatever case it is."""
        since = self._clock.now() - KEPT
        found = await FormerAddress.get_or_none(email_hash=self._hash(email), erased_at__gte=since)
        return None if found is None else found.erased_at

    def _hash(self, email: str) -> bytes:
        """Return what is kept of an address: it tells nothing, and finds it again."""
        return self._sealer.fingerprint(f"former_addresses:{email.lower()}".encode())
