"""Coming in while the account changes: what was shown opens it only where it still would."""

import asyncio

import pytest

from app.accounts.factors.schemas import ProofGiven
from app.accounts.joined import Accounts
from app.accounts.sessions.models import Session
from app.platform.errors import Unauthenticated
from app.platform.ids import new_id
from tests.app.accounts.meanwhile import holding_user, somebody_waits
from tests.app.accounts.members import PASSWORD, log_in, register

CONFIRMED = """
INSERT INTO totp_secrets (id, user_id, secret, key_id, last_step, created_at, confirmed_at)
VALUES ($1, $2, '', 1, 0, now(), now())
"""


async def test_who_comes_in_while_a_second_factor_is_added_is_asked_for_it(
    accounts: Accounts, database: str
) -> None:
    who = await register(accounts)
    async with holding_user(database, who.user_id) as beside:
        coming_in = asyncio.create_task(log_in(accounts))
        await somebody_waits(beside)
        await beside.execute(CONFIRMED, new_id(), who.user_id)
    with pytest.raises(Unauthenticated):
        await coming_in
    assert await Session.all().count() == 1, "no second one, of one factor"


async def test_who_proves_it_while_a_second_factor_is_added_has_not_proved_enough(
    accounts: Accounts, database: str
) -> None:
    who = await register(accounts)
    async with holding_user(database, who.user_id) as beside:
        proving = asyncio.create_task(
            accounts.factors.proving.prove(who, ProofGiven(password=PASSWORD))
        )
        await somebody_waits(beside)
        await beside.execute(CONFIRMED, new_id(), who.user_id)
    with pytest.raises(Unauthenticated):
        await proving
    assert (await Session.get()).ended_at is None, "the session is as it was"


async def test_who_comes_in_while_nothing_changes_waits_and_comes_in(
    accounts: Accounts, database: str
) -> None:
    who = await register(accounts)
    async with holding_user(database, who.user_id) as beside:
        coming_in = asyncio.create_task(log_in(accounts))
        await somebody_waits(beside)
    assert (await coming_in).user_id == who.user_id
