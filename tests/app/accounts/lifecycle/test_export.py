"""An export asks for a fresh proof, is entered in the audit log, and is nobody else's."""

from typing import TYPE_CHECKING

import pytest

from app.accounts.factors.proofs import ProofNeeded
from app.accounts.joined import Accounts
from app.platform.audit.models import AuditEntry
from tests.app.accounts.members import enter, register

if TYPE_CHECKING:
    from tests.conftest import HandClock


async def test_without_a_fresh_proof_nothing_is_told(
    accounts: Accounts, clock: "HandClock"
) -> None:
    who = await register(accounts)
    clock.advance(600)
    with pytest.raises(ProofNeeded):
        await accounts.export.begin(who)
    assert await AuditEntry.all().count() == 0


async def test_it_is_entered_in_the_audit_log_before_it_begins(accounts: Accounts) -> None:
    who = await register(accounts)
    await accounts.export.begin(who)
    entry = await AuditEntry.get()
    assert (entry.action, entry.subject) == ("account.exported", str(who.user_id))


async def test_a_guest_has_nothing_to_prove(accounts: Accounts, clock: "HandClock") -> None:
    guest = await enter(accounts)
    clock.advance(600)
    pieces = [piece async for piece in await accounts.export.begin(guest)]
    assert b"".join(pieces).startswith(b"PK")
