"""A proof of who one is stays fresh for ten minutes."""

from typing import TYPE_CHECKING

import pytest

from app.accounts import schemas
from app.accounts.factors.proofs import FRESH, ProofNeeded, Proofs
from app.accounts.joined import Accounts

if TYPE_CHECKING:
    from tests.conftest import HandClock


async def test_who_came_in_just_now_is_believed_and_later_asked_again(
    accounts: Accounts, clock: "HandClock"
) -> None:
    signed = await accounts.service.enter_as_guest(schemas.NewGuest("하늘", 2000))
    principal, _ = await accounts.access.principal_for_token(signed.access_token)
    proofs = Proofs(clock=clock)
    clock.advance(FRESH.total_seconds() - 1)
    await proofs.require_fresh(principal)
    clock.advance(1)
    with pytest.raises(ProofNeeded):
        await proofs.require_fresh(principal)
