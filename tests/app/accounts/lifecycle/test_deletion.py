"""An account is deleted when its owner proves who they are, and kept when they come back."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.accounts.errors import SessionEnded
from app.accounts.events.models import AccountEvent
from app.accounts.factors.proofs import ProofNeeded
from app.accounts.joined import Accounts
from app.accounts.lifecycle.deletion import GRACE, AccountDeleted
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.accounts.sessions.service import SOMEHOW
from app.accounts.tickets.service import TicketInvalid
from app.platform.audit.models import AuditEntry
from app.platform.errors import Conflict, Forbidden, Unauthenticated
from tests.app.accounts.mailbox import Mailbox
from tests.app.accounts.meanwhile import holding_user, somebody_waits
from tests.app.accounts.members import enter, log_in, principal_of, register

if TYPE_CHECKING:
    from tests.conftest import HandClock


async def way_back(accounts: Accounts) -> str:
    """The ticket that a log-in with the right password is answered with."""
    with pytest.raises(AccountDeleted) as refused:
        await log_in(accounts)
    assert refused.value.ticket is not None
    return refused.value.ticket


async def test_deleting_ends_every_session_tells_every_process_and_the_user(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    await log_in(accounts)
    await accounts.deletion.ask(who)
    user = await User.get()
    assert (user.status, user.deletion_asked_at) == ("deleted", clock.now())
    assert {row.ended_reason for row in await Session.all()} == {"account_deleted"}
    types = [row.type for row in await AccountEvent.all()]
    assert sorted(types) == ["session.ended", "session.ended", "user.status_changed"]
    told = await mailbox.last("deletion_asked")
    assert f"{clock.now() + GRACE:%Y-%m-%d}" in told.letter.text
    assert [row.action for row in await AuditEntry.all()] == ["account.deletion_asked"]


async def test_without_a_fresh_proof_nothing_is_deleted(
    accounts: Accounts, clock: "HandClock"
) -> None:
    who = await register(accounts)
    clock.advance(600)
    with pytest.raises(ProofNeeded):
        await accounts.deletion.ask(who)
    assert (await User.get()).status == "active"


async def test_a_guest_has_nothing_to_prove_and_is_mailed_nothing(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    guest = await enter(accounts)
    clock.advance(600)
    await accounts.deletion.ask(guest)
    assert (await User.get()).status == "deleted"
    assert await mailbox.kinds() == []


async def test_the_last_administrator_stays(accounts: Accounts) -> None:
    who = await register(accounts)
    await User.all().update(role="admin")
    with pytest.raises(Conflict):
        await accounts.deletion.ask(who)
    assert (await User.get()).status == "active"


async def test_of_two_administrators_who_go_at_once_one_stays(accounts: Accounts) -> None:
    both = [await register(accounts, email=f"{name}@example.com") for name in ("ada", "bob")]
    await User.all().update(role="admin")
    outcomes = await asyncio.gather(
        *(accounts.deletion.ask(who) for who in both), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict", "NoneType"]
    assert await User.filter(status="active").count() == 1


async def test_who_comes_back_in_time_keeps_everything(
    accounts: Accounts, clock: "HandClock"
) -> None:
    who = await register(accounts)
    await accounts.deletion.ask(who)
    clock.advance(GRACE.total_seconds() - 600)
    await accounts.deletion.restore(await way_back(accounts))
    user = await User.get()
    assert (user.status, user.deletion_asked_at) == ("active", None)
    assert (await log_in(accounts)).user_id == who.user_id
    events = await AccountEvent.filter(type="user.status_changed")
    assert sorted(row.body["status"] for row in events) == ["active", "deleted"]  # type: ignore[type-var]


async def test_sessions_that_ended_with_the_deletion_do_not_come_back(
    accounts: Accounts,
) -> None:
    who = await register(accounts)
    signed = await accounts.sessions.open(await User.get(), arrival=SOMEHOW)
    await accounts.deletion.ask(who)
    await accounts.deletion.restore(await way_back(accounts))
    with pytest.raises(SessionEnded):
        await principal_of(accounts, signed)


async def test_a_wrong_password_learns_nothing_of_a_deletion(accounts: Accounts) -> None:
    await accounts.deletion.ask(await register(accounts))
    with pytest.raises(Unauthenticated):
        await log_in(accounts, password="wrong horse")


async def test_the_way_back_is_good_once_and_for_ten_minutes(
    accounts: Accounts, clock: "HandClock"
) -> None:
    await accounts.deletion.ask(await register(accounts))
    ticket = await way_back(accounts)
    clock.advance(600)
    with pytest.raises(TicketInvalid):
        await accounts.deletion.restore(ticket)
    again = await way_back(accounts)
    await accounts.deletion.restore(again)
    with pytest.raises(TicketInvalid):
        await accounts.deletion.restore(again)


async def test_after_the_days_of_grace_nothing_leads_back(
    accounts: Accounts, clock: "HandClock"
) -> None:
    await accounts.deletion.ask(await register(accounts))
    clock.advance(GRACE.total_seconds() - 1)
    ticket = await way_back(accounts)
    clock.advance(1)
    with pytest.raises(TicketInvalid):
        await accounts.deletion.restore(ticket)
    with pytest.raises(Forbidden) as refused:
        await log_in(accounts)
    assert refused.value.ticket is None


async def test_a_suspended_user_has_no_way_back(accounts: Accounts) -> None:
    await register(accounts)
    await User.all().update(status="suspended")
    with pytest.raises(Forbidden) as refused:
        await log_in(accounts)
    assert not isinstance(refused.value, AccountDeleted)


async def test_deletion_cannot_lift_a_suspension(accounts: Accounts) -> None:
    who = await register(accounts)
    await User.all().update(status="suspended")
    with pytest.raises(Conflict):
        await accounts.deletion.ask(who)
    assert (await User.get()).status == "suspended"


async def test_who_becomes_an_administrator_meanwhile_is_asked_again(
    accounts: Accounts, database: str
) -> None:
    who = await register(accounts)
    async with holding_user(database, who.user_id) as beside:
        asked = asyncio.create_task(accounts.deletion.ask(who))
        await somebody_waits(beside)
        # And the one who made them one is none any more: nobody else is left.
        await beside.execute("UPDATE users SET role = 'admin' WHERE id = $1", who.user_id)
    with pytest.raises(Conflict):
        await asked
    assert (await User.get()).status == "active"
