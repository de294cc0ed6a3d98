"""A proof of who one is stays fresh for ten minutes, and an outgrown one does not count."""

from typing import TYPE_CHECKING

import pytest

from app.accounts import schemas
from app.accounts.factors.proofs import FRESH, ProofNeeded, Proofs
from app.accounts.joined import Accounts
from tests.app.accounts.factors.conftest import Learner
from tests.app.accounts.members import principal_of

if TYPE_CHECKING:
    from tests.conftest import HandClock

ACCOUNT = schemas.NewAccount(
    email="ada@example.com", password="correct horse", nickname="Ada", birth_year=2000
)


async def test_who_came_in_just_now_is_believed_and_later_asked_again(
    accounts: Accounts, clock: "HandClock"
) -> None:
    principal = await principal_of(accounts, await accounts.service.register(ACCOUNT))
    proofs = Proofs(clock=clock)
    clock.advance(FRESH.total_seconds() - 1)
    await proofs.require_fresh(principal)
    clock.advance(1)
    with pytest.raises(ProofNeeded):
        await proofs.require_fresh(principal)


async def test_a_guest_has_nothing_to_prove_it_with_and_is_not_asked(
    accounts: Accounts, clock: "HandClock"
) -> None:
    guest = await accounts.service.enter_as_guest(schemas.NewGuest("하늘", 2000))
    principal = await principal_of(accounts, guest)
    clock.advance(FRESH.total_seconds())
    await Proofs(clock=clock).require_fresh(principal)


async def test_a_password_alone_is_no_proof_once_there_is_a_second_factor(
    ada: Learner, accounts: Accounts, clock: "HandClock"
) -> None:
    there = schemas.Signed(**{**(await ada.logs_in()).json(), "user": None})
    await ada.sets_up_codes(end_other_sessions=False)
    with pytest.raises(ProofNeeded):
        await Proofs(clock=clock).require_fresh(await principal_of(accounts, there))
