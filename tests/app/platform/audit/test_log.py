"""What was done is written with the doing of it, once, in one order, and cannot be taken back."""

import asyncio
from itertools import pairwise

import asyncpg
import pytest
from tortoise.exceptions import ValidationError
from tortoise.transactions import in_transaction

from app.platform.audit.log import AuditLog
from app.platform.audit.models import AuditEntry
from app.platform.ids import new_id
from app.platform.sealing import Sealer
from app.platform.sql import execute
from tests.conftest import HandClock


@pytest.fixture
def audit(sealer: Sealer, clock: HandClock) -> AuditLog:
    return AuditLog(sealer=sealer, clock=clock)


async def test_an_entry_says_who_did_what_to_whom_and_when(
    audit: AuditLog, clock: HandClock
) -> None:
    actor, subject = new_id(), new_id()
    await audit.record(
        actor=actor, action="account.suspended", subject=subject, details={"reason": "spam"}
    )
    entry = await AuditEntry.get()
    assert (entry.id, entry.at) == (1, clock.now())
    assert (entry.actor, entry.action) == (str(actor), "account.suspended")
    assert (entry.subject, entry.details) == (str(subject), {"reason": "spam"})


async def test_an_entry_goes_with_the_change_when_that_is_rolled_back(audit: AuditLog) -> None:
    await audit.record(actor="system", action="first", subject="one")

    async def done_and_failed() -> None:
        async with in_transaction():
            await audit.record(actor="system", action="undone", subject="two")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await done_and_failed()
    await audit.record(actor="system", action="second", subject="three")
    assert await AuditEntry.all().order_by("id").values_list("id", "action") == [
        (1, "first"),
        (2, "second"),
    ]


async def test_fifty_that_write_at_once_make_one_chain_without_gaps(audit: AuditLog) -> None:
    await asyncio.gather(
        *(audit.record(actor="system", action=f"deed-{n}", subject="x") for n in range(50))
    )
    entries = await AuditEntry.all().order_by("id")
    assert [entry.id for entry in entries] == list(range(1, 51))
    assert {entry.action for entry in entries} == {f"deed-{n}" for n in range(50)}
    for before, after in pairwise(entries):
        assert after.previous_hash == before.hash


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor = 'nobody'",
        "UPDATE audit_entries SET actor = 'nobody' WHERE false",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
    ],
)
async def test_the_database_refuses_to_alter_or_remove(audit: AuditLog, statement: str) -> None:
    await audit.record(actor="system", action="deed", subject="x")
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await execute(statement)
    assert (await AuditEntry.get()).actor == "system"


async def test_what_cannot_be_written_is_counted_and_raised(
    sealer: Sealer, clock: HandClock
) -> None:
    failures: list[int] = []
    audit = AuditLog(sealer=sealer, clock=clock, failed=lambda: failures.append(1))
    with pytest.raises(ValidationError):
        await audit.record(actor="a" * 65, action="deed", subject="x")
    assert failures == [1]
    assert not await AuditEntry.exists()
