"""Two changes of one account at once wait for one another in one order, and both are done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest

from app.accounts.factors.schemas import ProofGiven
from app.accounts.joined import Accounts
from app.accounts.lifecycle.deletion import AccountDeleted
from app.platform.errors import Problem
from app.platform.principal import Principal
from tests.app.accounts.meanwhile import end_everything, holding_user, somebody_waits
from tests.app.accounts.members import EMAIL, PASSWORD, log_in, register

if TYPE_CHECKING:
    from tests.conftest import HandClock

# Prepares a request, and returns it.
Asking: TypeAlias = Callable[[Accounts, Principal], Awaitable[Awaitable[object]]]


async def prove(accounts: Accounts, who: Principal) -> Awaitable[object]:
    return accounts.factors.proving.prove(who, ProofGiven(password=PASSWORD))


async def end_everywhere(accounts: Accounts, who: Principal) -> Awaitable[object]:
    return accounts.own_sessions.end_everywhere(who, keep_own=False)


async def ask_for_a_reset(accounts: Accounts, _who: Principal) -> Awaitable[object]:
    await accounts.password_changes.ask_reset(EMAIL)
    return accounts.password_changes.ask_reset(EMAIL)


async def verify_the_address(accounts: Accounts, who: Principal) -> Awaitable[object]:
    return accounts.verification.ask(who)


async def keep_the_account(accounts: Accounts, who: Principal) -> Awaitable[object]:
    await accounts.deletion.ask(who)
    with pytest.raises(AccountDeleted) as refused:
        await log_in(accounts)
    assert refused.value.ticket is not None
    return accounts.deletion.restore(refused.value.ticket)


async def delete(accounts: Accounts, who: Principal) -> Awaitable[object]:
    return accounts.deletion.ask(who)


@pytest.mark.parametrize(
    "asking",
    [prove, end_everywhere, ask_for_a_reset, verify_the_address, keep_the_account, delete],
)
async def test_beside_what_ends_everything_of_an_account(
    accounts: Accounts, database: str, clock: "HandClock", asking: Asking
) -> None:
    who = await register(accounts)
    request = await asking(accounts, who)
    # So that a letter may be asked for again.
    clock.advance(61)
    async with holding_user(database, who.user_id) as beside:
        asked = asyncio.gather(request, return_exceptions=True)
        await somebody_waits(beside)
        await end_everything(beside, who.user_id)
    (outcome,) = await asked
    assert not isinstance(outcome, Exception) or isinstance(outcome, Problem)
