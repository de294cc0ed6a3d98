"""Reading the audit log: its pages, and whether its chain is whole."""

import hmac
from collections.abc import AsyncIterator

import msgspec

from app.platform.audit.chain import FIRST_PREVIOUS, PURPOSE, Deed, entry_hash
from app.platform.audit.models import AuditEntry
from app.platform.sealing import Sealer

# Entries that are read at a time.
BATCH = 1000


class ChainBroken(Exception):  # noqa: N818 - what is found, not what went wrong here
    """The log is not as it was written; the text names the first entry that shows it."""


class WholeChain(msgspec.Struct, frozen=True):
    """How many entries there are, and the hash of the last: keep both elsewhere."""

    count: int
    head: bytes


async def verify(sealer: Sealer, *, noted_head: bytes | None = None) -> WholeChain:
    """Walk the whole log. Raises `ChainBroken` at the first entry that is not as it was written.

    Entries removed at the end leave a chain that is whole. Only a `noted_head`, the hash that was
    last at some earlier time, shows that: it must still be somewhere in the chain.
    """
    key = sealer.derived_key(PURPOSE)
    count, head, found = 0, FIRST_PREVIOUS, noted_head in {None, FIRST_PREVIOUS}
    async for entry in _in_order():
        if entry.id != count + 1:
            raise ChainBroken(f"entry {count + 1} is missing: the next one is {entry.id}")
        if bytes(entry.previous_hash) != head:
            raise ChainBroken(f"entry {entry.id} does not follow the one before it")
        if not hmac.compare_digest(entry_hash(key, deed_of(entry), head), bytes(entry.hash)):
            raise ChainBroken(f"entry {entry.id} was altered, or was not written by us")
        count, head = entry.id, bytes(entry.hash)
        found = found or head == noted_head
    if not found:
        raise ChainBroken(
            f"the noted head is not among the {count} entries: some were removed at the end, "
            "or it is of another log"
        )
    return WholeChain(count, head)


async def page(*, before: int | None, limit: int) -> list[AuditEntry]:
    """Return at most `limit` entries, the newest first, below the id `before`."""
    entries = AuditEntry.all() if before is None else AuditEntry.filter(id__lt=before)
    return await entries.order_by("-id").limit(limit)


def deed_of(entry: AuditEntry) -> Deed:
    """Return what an entry says. Raises `ChainBroken` where its details are of no kind of ours."""
    try:
        return msgspec.convert(
            {
                "id": entry.id,
                "at": entry.at,
                "actor": entry.actor,
                "action": entry.action,
                "subject": entry.subject,
                "details": entry.details,
            },
            Deed,
        )
    except msgspec.ValidationError as error:
        raise ChainBroken(f"entry {entry.id} was altered: its details are unreadable") from error


async def _in_order() -> AsyncIterator[AuditEntry]:
    # From below any id that can be: an entry slipped in before the first is found, too.
    last: int | None = None
    while True:
        entries = AuditEntry.all() if last is None else AuditEntry.filter(id__gt=last)
        batch = await entries.order_by("id").limit(BATCH)
        for entry in batch:
            yield entry
        if len(batch) < BATCH:
            return
        last = batch[-1].id
