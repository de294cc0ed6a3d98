"""Whoever alters, removes, moves or slips in an entry is found, also with the whole database."""

import hashlib

import pytest

from app.platform.audit import reading
from app.platform.audit.log import AuditLog
from app.platform.audit.models import AuditEntry
from app.platform.audit.reading import ChainBroken, WholeChain, verify
from app.platform.sealing import Sealer
from tests.conftest import HandClock
from tests.tampering import tamper

ENTRIES = 5


@pytest.fixture
async def written(sealer: Sealer, clock: HandClock) -> WholeChain:
    """A log of five entries."""
    audit = AuditLog(sealer=sealer, clock=clock)
    for number in range(1, ENTRIES + 1):
        clock.advance(1)
        await audit.record(
            actor=f"admin-{number}",
            action="account.suspended",
            subject=f"user-{number}",
            details={"reason": "spam", "times": number, "final": False, "note": None},
        )
    return await verify(sealer)


async def test_a_log_as_it_was_written_is_whole(sealer: Sealer, written: WholeChain) -> None:
    last = await AuditEntry.get(id=ENTRIES)
    assert written == WholeChain(ENTRIES, bytes(last.hash))


async def test_an_empty_log_is_whole(sealer: Sealer) -> None:
    assert await verify(sealer) == WholeChain(0, bytes(32))


async def test_it_is_read_in_batches_to_its_end(
    sealer: Sealer, written: WholeChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in (1, 2, ENTRIES, ENTRIES + 1):
        monkeypatch.setattr(reading, "BATCH", size)
        assert await verify(sealer) == written


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "actor = 'somebody'",
        "action = 'account.reactivated'",
        "subject = 'somebody'",
        "details = '{}'",
        """details = jsonb_set(details, '{times}', '4')""",
        """details = jsonb_set(details, '{times}', '3.5')""",
        """details = jsonb_set(details, '{final}', 'null')""",
        """details = '[]'""",
        "hash = sha256('x')",
        "previous_hash = sha256('x')",
    ],
)
@pytest.mark.usefixtures("written")
async def test_an_altered_entry_is_named(sealer: Sealer, change: str) -> None:
    await tamper(f"UPDATE audit_entries SET {change} WHERE id = 3")
    with pytest.raises(ChainBroken, match=r"^entry 3 "):
        await verify(sealer)


@pytest.mark.usefixtures("written")
async def test_an_entry_altered_with_a_hash_made_anew_without_the_key_is_named(
    sealer: Sealer,
) -> None:
    await tamper(
        "UPDATE audit_entries SET actor = 'nobody', "
        "hash = sha256(previous_hash || convert_to(id::text || actor, 'UTF8')) WHERE id = 5"
    )
    with pytest.raises(ChainBroken, match=r"^entry 5 "):
        await verify(sealer)


@pytest.mark.parametrize("gone", [1, 3])
@pytest.mark.usefixtures("written")
async def test_a_removed_entry_is_missed(sealer: Sealer, gone: int) -> None:
    await tamper(f"DELETE FROM audit_entries WHERE id = {gone}")
    with pytest.raises(ChainBroken, match=rf"^entry {gone} is missing"):
        await verify(sealer)


@pytest.mark.usefixtures("written")
async def test_a_removed_entry_is_missed_also_where_the_rest_moved_up(sealer: Sealer) -> None:
    await tamper(
        "DELETE FROM audit_entries WHERE id = 3",
        "UPDATE audit_entries SET id = id - 1 WHERE id > 3",
    )
    with pytest.raises(ChainBroken, match=r"^entry 3 "):
        await verify(sealer)


@pytest.mark.usefixtures("written")
async def test_two_entries_that_changed_places_are_named(sealer: Sealer) -> None:
    await tamper(
        "UPDATE audit_entries SET id = 99 WHERE id = 2",
        "UPDATE audit_entries SET id = 2 WHERE id = 3",
        "UPDATE audit_entries SET id = 3 WHERE id = 99",
    )
    with pytest.raises(ChainBroken, match=r"^entry 2 "):
        await verify(sealer)


@pytest.mark.parametrize("place", [-1, 0, ENTRIES + 1])
@pytest.mark.usefixtures("written")
async def test_an_entry_slipped_in_is_named(sealer: Sealer, place: int) -> None:
    await tamper(
        "INSERT INTO audit_entries (id, at, actor, action, subject, details, previous_hash, hash) "
        f"SELECT {place}, at, actor, action, subject, details, hash, sha256('x') "
        f"FROM audit_entries WHERE id = {ENTRIES}"
    )
    with pytest.raises(ChainBroken):
        await verify(sealer)


async def test_entries_removed_at_the_end_are_missed_by_whoever_noted_the_head(
    sealer: Sealer, clock: HandClock, written: WholeChain
) -> None:
    await tamper("DELETE FROM audit_entries WHERE id > 3")
    assert (await verify(sealer)).count == 3
    with pytest.raises(ChainBroken, match="noted head is not among the 3 entries"):
        await verify(sealer, noted_head=written.head)
    # Nor is it healed by what is written afterwards.
    audit = AuditLog(sealer=sealer, clock=clock)
    for _ in range(2):
        await audit.record(actor="system", action="other", subject="x")
    with pytest.raises(ChainBroken):
        await verify(sealer, noted_head=written.head)


async def test_a_head_noted_earlier_is_still_in_a_chain_that_grew(
    sealer: Sealer, clock: HandClock, written: WholeChain
) -> None:
    await AuditLog(sealer=sealer, clock=clock).record(actor="a", action="b", subject="c")
    assert (await verify(sealer, noted_head=written.head)).count == ENTRIES + 1
    assert (await verify(sealer, noted_head=bytes(32))).count == ENTRIES + 1


async def test_another_databases_key_finds_every_log_broken(written: WholeChain) -> None:
    del written
    with pytest.raises(ChainBroken, match=r"^entry 1 "):
        await verify(Sealer({1: hashlib.sha256(b"another").digest()}))


@pytest.mark.usefixtures("written")
async def test_pages_go_from_the_newest_down() -> None:
    for before, ids in ((None, [5, 4]), (4, [3, 2]), (2, [1])):
        assert [row.id for row in await reading.page(before=before, limit=2)] == ids
