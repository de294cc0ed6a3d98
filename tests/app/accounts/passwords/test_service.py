"""A password is changed with the current one or a fresh proof."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from app.accounts.events.models import AccountEvent
from app.accounts.factors.proofs import ProofNeeded
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.passwords.hashing import LineTooLong, Passwords
from app.accounts.schemas import LogIn
from app.accounts.signing_in.delays import STRANGERS
from app.accounts.signing_in.guessing import TooManyGuesses
from app.accounts.signing_in.origin import Origin
from app.accounts.tickets.service import TicketInvalid
from app.platform.audit.models import AuditEntry
from app.platform.errors import Conflict, Unauthenticated, Unprocessable
from tests.app.accounts.mailbox import Mailbox
from tests.app.accounts.meanwhile import holding_user, somebody_waits
from tests.app.accounts.members import EMAIL, PASSWORD, enter, log_in, register
from tests.app.accounts.passwords.changing import (
    NEW,
    change,
    open_sessions,
    reset_of,
    with_one_time_passwords,
)

if TYPE_CHECKING:
    from tests.conftest import HandClock


async def test_the_current_password_changes_it_however_old_the_proof_is(
    accounts: Accounts, clock: "HandClock"
) -> None:
    who = await register(accounts)
    clock.advance(3600)
    await accounts.password_changes.change(who, change())
    await log_in(accounts, password=NEW)
    with pytest.raises(Unauthenticated):
        await log_in(accounts, password=PASSWORD)
    assert [row.action for row in await AuditEntry.all()] == ["account.password_changed"]


async def test_a_change_ends_all_other_sessions_and_tells_every_process(
    accounts: Accounts,
) -> None:
    who = await register(accounts)
    await log_in(accounts)
    await accounts.password_changes.change(who, change())
    assert await open_sessions() == [who.session_id]
    told = await AccountEvent.get(type="user.password_changed")
    assert told.body["kept_session"] == str(who.session_id)


async def test_unless_it_is_asked_not_to(accounts: Accounts) -> None:
    who = await register(accounts)
    await log_in(accounts)
    await accounts.password_changes.change(who, change(end_others=False))
    assert len(await open_sessions()) == 2


async def test_a_wrong_current_password_changes_nothing_and_counts_as_a_guess(
    accounts: Accounts, clock: "HandClock"
) -> None:
    who = await register(accounts)
    for _ in range(5):
        with pytest.raises(Unprocessable) as refused:
            await accounts.password_changes.change(who, change(current="wrong horse"))
        assert refused.value.fields.keys() == {"current_password"}
    with pytest.raises(TooManyGuesses):
        await accounts.password_changes.change(who, change())
    clock.advance(3600)
    await accounts.password_changes.change(who, change())


async def test_without_the_current_password_a_fresh_proof_will_do(
    accounts: Accounts, clock: "HandClock"
) -> None:
    who = await register(accounts)
    clock.advance(599)
    await accounts.password_changes.change(who, change(current=None))
    clock.advance(1)
    with pytest.raises(ProofNeeded):
        await accounts.password_changes.change(who, change(current=None, new=PASSWORD))


async def test_where_there_is_a_second_factor_the_current_password_alone_will_not_do(
    accounts: Accounts, clock: "HandClock"
) -> None:
    who = await register(accounts)
    await with_one_time_passwords(who, clock)
    clock.advance(600)
    with pytest.raises(ProofNeeded):
        await accounts.password_changes.change(who, change())


async def test_an_account_without_a_password_gets_its_first_by_a_fresh_proof(
    accounts: Accounts,
) -> None:
    who = await register(accounts)
    await User.all().update(password_hash=None)
    await accounts.password_changes.change(who, change(current=None))
    await log_in(accounts, password=NEW)


async def test_and_comes_in_with_it_from_there_however_much_strangers_guess(
    accounts: Accounts,
) -> None:
    who = await register(accounts)
    await User.all().update(password_hash=None)
    home = Origin("203.0.113.7")
    await accounts.password_changes.change(who, change(current=None), home)
    for number in range(STRANGERS.free + 1):
        with suppress(Unauthenticated, TooManyGuesses):
            guess = LogIn(email=EMAIL, password="wrong horse")
            await accounts.signing_in.log_in(guess, origin=Origin(f"stranger {number}"))
    await accounts.signing_in.log_in(LogIn(email=EMAIL, password=NEW), origin=home)
    assert len(await open_sessions()) == 2


async def test_a_guest_adds_an_address_first(accounts: Accounts) -> None:
    with pytest.raises(Conflict):
        await accounts.password_changes.change(await enter(accounts), change(current=None))


@pytest.mark.parametrize("new", ["12345678", "dorandoran", "ada@example.com"])
async def test_the_rules_hold_for_a_changed_password(accounts: Accounts, new: str) -> None:
    who = await register(accounts)
    with pytest.raises(Unprocessable) as refused:
        await accounts.password_changes.change(who, change(new=new))
    assert refused.value.fields.keys() == {"new_password"}
    await log_in(accounts)


async def test_a_reset_that_is_under_way_is_good_for_nothing_after_a_change(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await register(accounts)
    await accounts.password_changes.ask_reset(EMAIL)
    await accounts.password_changes.change(who, change())
    with pytest.raises(TicketInvalid):
        await accounts.password_changes.reset(await reset_of(mailbox))


async def test_a_password_that_nobody_had_time_to_look_at_is_no_wrong_guess(
    accounts: Accounts, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await register(accounts)
    with monkeypatch.context() as crowded:
        crowded.setattr(passwords, "_most", 0)
        for _ in range(10):
            with pytest.raises(LineTooLong):
                await accounts.password_changes.change(who, change())
            with pytest.raises(LineTooLong):
                await log_in(accounts)
    await accounts.password_changes.change(who, change())
    await log_in(accounts, password=NEW)


async def test_a_log_in_whose_password_nobody_had_time_to_look_at_is_no_wrong_guess_either(
    accounts: Accounts, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    await register(accounts)
    with monkeypatch.context() as crowded:
        # Let in, and then the line is full: others registered meanwhile.
        crowded.setattr(passwords, "_here", passwords._most)
        for _ in range(10):
            with pytest.raises(LineTooLong):
                await log_in(accounts)
    await log_in(accounts)


async def test_a_password_that_is_another_by_now_is_not_the_current_one(
    accounts: Accounts, database: str
) -> None:
    who = await register(accounts)
    async with holding_user(database, who.user_id) as beside:
        changing = asyncio.create_task(accounts.password_changes.change(who, change()))
        await somebody_waits(beside)
        await beside.execute("UPDATE users SET password_hash = 'another'")
    with pytest.raises(Conflict):
        await changing
    assert (await User.get()).password_hash == "another"
