"""One sees one's own sessions and ends them; a stranger's are not there."""

from typing import TYPE_CHECKING

import pytest

from app.accounts.factors.proofs import ProofNeeded
from app.accounts.joined import Accounts
from app.accounts.sessions.models import Session
from app.accounts.sessions.service import Arrival
from app.platform.errors import NotFound
from app.platform.ids import new_id
from app.platform.principal import Principal
from tests.app.accounts.mailbox import Mailbox
from tests.app.accounts.members import enter, log_in, register

if TYPE_CHECKING:
    from tests.conftest import HandClock

PHONE = Arrival(device="Safari on iPhone", address_range="203.0.113.0/24")


async def still_open(who: Principal) -> bool:
    return await Session.filter(id=who.session_id, ended_at__isnull=True).exists()


async def test_ones_own_session_comes_first_and_then_the_last_used(
    accounts: Accounts, clock: "HandClock"
) -> None:
    first = await register(accounts)
    clock.advance(60)
    phone = await log_in(accounts, arrival=PHONE)
    await register(accounts, email="bob@example.com")
    shown = (await accounts.own_sessions.list(first)).sessions
    assert [one.id for one in shown] == [first.session_id, phone.session_id]
    assert [one.current for one in shown] == [True, False]
    assert (shown[1].device, shown[1].address_range) == ("Safari on iPhone", "203.0.113.0/24")
    assert shown[1].created_at == shown[1].last_used_at == clock.now()
    assert (shown[1].method, shown[1].second_factor) == ("password", False)


async def test_one_of_them_is_ended_and_the_others_go_on(accounts: Accounts) -> None:
    first, second = await register(accounts), await log_in(accounts)
    await accounts.own_sessions.end(first, second.session_id)
    assert not await still_open(second)
    assert await still_open(first)
    assert len((await accounts.own_sessions.list(first)).sessions) == 1


async def test_another_session_is_ended_with_a_fresh_proof_and_ones_own_without(
    accounts: Accounts, clock: "HandClock"
) -> None:
    first, second = await register(accounts), await log_in(accounts)
    clock.advance(600)
    with pytest.raises(ProofNeeded):
        await accounts.own_sessions.end(first, second.session_id)
    for keep_own in (True, False):
        with pytest.raises(ProofNeeded):
            await accounts.own_sessions.end_everywhere(first, keep_own=keep_own)
    assert await still_open(second)
    await accounts.own_sessions.end(first, first.session_id)
    assert not await still_open(first)


async def test_a_session_of_somebody_else_is_not_there(accounts: Accounts) -> None:
    ada, bob = await register(accounts), await register(accounts, email="bob@example.com")
    for session_id in (bob.session_id, new_id()):
        with pytest.raises(NotFound):
            await accounts.own_sessions.end(ada, session_id)
    assert await still_open(bob)


async def test_one_that_has_ended_is_not_there_either(accounts: Accounts) -> None:
    first, second = await register(accounts), await log_in(accounts)
    await accounts.own_sessions.end(first, second.session_id)
    with pytest.raises(NotFound):
        await accounts.own_sessions.end(first, second.session_id)


async def test_everywhere_keeps_none_and_everywhere_else_keeps_ones_own(
    accounts: Accounts,
) -> None:
    first, second = await register(accounts), await log_in(accounts)
    bob = await register(accounts, email="bob@example.com")
    await accounts.own_sessions.end_everywhere(first, keep_own=True)
    assert (await still_open(first), await still_open(second)) == (True, False)
    await accounts.own_sessions.end_everywhere(first, keep_own=False)
    assert not await still_open(first)
    assert await still_open(bob)


async def test_a_guest_has_nothing_to_prove(accounts: Accounts, clock: "HandClock") -> None:
    guest = await enter(accounts)
    clock.advance(600)
    await accounts.own_sessions.end_everywhere(guest, keep_own=False)
    assert not await still_open(guest)


# Coming in from a device that nobody knows


async def test_who_signs_in_on_a_new_device_is_told(accounts: Accounts, mailbox: Mailbox) -> None:
    await register(accounts)
    await mailbox.empty()
    await log_in(accounts, arrival=PHONE)
    told = (await mailbox.last("new_log_in")).letter.text
    assert "Safari on iPhone" in told
    assert "203.0.113.0/24" in told
    assert "2026-11-23 12:00 UTC" in told


async def test_once_for_each_device_and_place(accounts: Accounts, mailbox: Mailbox) -> None:
    await register(accounts)
    await mailbox.empty()
    for arrival in (PHONE, PHONE, Arrival(device="Safari on iPhone", address_range="::/48")):
        await log_in(accounts, arrival=arrival)
    assert await mailbox.kinds() == ["new_log_in"] * 2


async def test_who_registers_is_not_told_of_it(accounts: Accounts, mailbox: Mailbox) -> None:
    await register(accounts)
    await log_in(accounts)
    assert await mailbox.kinds() == ["verify_email"]
