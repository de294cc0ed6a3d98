"""An address is changed by whoever proves who they are and reads the new mailbox."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.accounts.events.models import AccountEvent
from app.accounts.factors.proofs import ProofNeeded
from app.accounts.joined import Accounts
from app.accounts.lifecycle.mailed_link import OtherAccount
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.accounts.tickets.service import TicketInvalid
from app.platform.audit.models import AuditEntry
from app.platform.errors import Conflict, TooMany, Unprocessable
from app.platform.mail.models import Mail
from app.platform.mail.post import opened
from app.platform.sealing import Sealer
from tests.app.accounts.mailbox import Mailbox
from tests.app.accounts.members import EMAIL, enter, log_in, register

if TYPE_CHECKING:
    from tests.conftest import HandClock

NEW = "ada@new.example"


async def test_the_new_address_counts_once_its_link_was_opened(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    await accounts.email_change.ask(who, f"  {NEW} ")
    assert (await User.get()).email == EMAIL
    assert (await mailbox.last("email_change_confirm")).to == NEW
    await accounts.email_change.confirm(who, await mailbox.token("email_change_confirm"))
    user = await User.get()
    assert (user.email, user.email_verified_at) == (NEW, clock.now())
    await log_in(accounts, email=NEW)
    entry = await AuditEntry.get()
    assert (entry.action, entry.details) == ("account.email_changed", {})


async def test_both_addresses_are_told(
    accounts: Accounts, mailbox: Mailbox, sealer: Sealer
) -> None:
    who = await register(accounts)
    await accounts.email_change.ask(who, NEW)
    await accounts.email_change.confirm(who, await mailbox.token("email_change_confirm"))
    told = [opened(row, sealer).to for row in await Mail.filter(kind="email_changed")]
    assert sorted(told) == [EMAIL, NEW]


async def test_other_tabs_and_devices_are_told_that_the_address_is_another(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await register(accounts)
    await accounts.email_change.ask(who, NEW)
    await accounts.email_change.confirm(who, await mailbox.token("email_change_confirm"))
    event = await AccountEvent.get()
    assert (event.type, event.user_id) == ("user.profile_changed", who.user_id)
    assert event.body["what"] == "email"


async def test_without_a_fresh_proof_nothing_is_sent(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    await mailbox.empty()
    clock.advance(600)
    with pytest.raises(ProofNeeded):
        await accounts.email_change.ask(who, NEW)
    assert await mailbox.kinds() == []


async def test_what_is_no_address_is_refused_by_name(accounts: Accounts) -> None:
    who = await register(accounts)
    with pytest.raises(Unprocessable) as refused:
        await accounts.email_change.ask(who, "no address")
    assert refused.value.fields.keys() == {"email"}


async def test_an_address_that_somebody_has_is_taken(accounts: Accounts) -> None:
    await register(accounts, email="bob@example.com")
    who = await register(accounts)
    with pytest.raises(Conflict):
        await accounts.email_change.ask(who, "BOB@example.com")


async def test_the_case_of_ones_own_address_can_be_changed(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await register(accounts)
    await accounts.email_change.ask(who, EMAIL.upper())
    await accounts.email_change.confirm(who, await mailbox.token("email_change_confirm"))
    assert (await User.get()).email == EMAIL.upper()


async def test_an_address_that_somebody_took_meanwhile_is_not_taken_twice(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await register(accounts)
    await accounts.email_change.ask(who, NEW)
    token = await mailbox.token("email_change_confirm")
    await register(accounts, email=NEW)
    with pytest.raises(Conflict) as refused:
        await accounts.email_change.confirm(who, token)
    assert refused.value.__suppress_context__, "the database's text holds the address"


async def test_a_guest_has_no_address_to_change(accounts: Accounts) -> None:
    with pytest.raises(Conflict):
        await accounts.email_change.ask(await enter(accounts), NEW)


async def test_a_link_is_good_for_an_hour_and_a_newer_one_takes_its_place(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    await accounts.email_change.ask(who, NEW)
    older = await mailbox.token("email_change_confirm")
    with pytest.raises(TooMany):
        await accounts.email_change.ask(who, NEW)
    clock.advance(61)
    await mailbox.empty()
    await accounts.email_change.ask(who, "ada@third.example")
    with pytest.raises(TicketInvalid):
        await accounts.email_change.confirm(who, older)
    clock.advance(3600)
    with pytest.raises(TicketInvalid):
        await accounts.email_change.confirm(who, await mailbox.token("email_change_confirm"))


async def test_a_link_is_good_for_nothing_when_the_address_or_the_status_is_another(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await register(accounts)
    await accounts.email_change.ask(who, NEW)
    token = await mailbox.token("email_change_confirm")
    await User.filter(id=who.user_id).update(status="suspended")
    with pytest.raises(TicketInvalid):
        await accounts.email_change.confirm(who, token)
    await User.filter(id=who.user_id).update(status="active", email="third@example.com")
    with pytest.raises(TicketInvalid):
        await accounts.email_change.confirm(who, token)


async def test_a_reset_that_was_mailed_to_the_old_address_is_good_for_nothing_then(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await register(accounts)
    await accounts.password_changes.ask_reset(EMAIL)
    reset = await mailbox.token("reset_password")
    await accounts.email_change.ask(who, NEW)
    await accounts.email_change.confirm(who, await mailbox.token("email_change_confirm"))
    with pytest.raises(TicketInvalid):
        await accounts.tickets.look("reset_password", reset)


async def test_opened_many_times_at_once_a_link_changes_the_address_once(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await register(accounts)
    await accounts.email_change.ask(who, NEW)
    token = await mailbox.token("email_change_confirm")
    outcomes = await asyncio.gather(
        *(accounts.email_change.confirm(who, token) for _ in range(5)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType"] + ["TicketInvalid"] * 4


async def test_who_reads_the_mail_takes_no_address_for_an_account_that_is_not_theirs(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    stranger = await register(accounts)
    await accounts.email_change.ask(stranger, NEW)
    owner = await register(accounts, email="owner@example.com")
    with pytest.raises(OtherAccount):
        await accounts.email_change.confirm(owner, await mailbox.token("email_change_confirm"))
    assert not await User.filter(email=NEW).exists()


@pytest.mark.parametrize("end_others", [True, False])
async def test_other_sessions_end_with_the_old_address_unless_asked_not_to(
    accounts: Accounts, mailbox: Mailbox, end_others: bool
) -> None:
    who, other = await register(accounts), await log_in(accounts)
    await accounts.email_change.ask(who, NEW)
    token = await mailbox.token("email_change_confirm")
    await accounts.email_change.confirm(who, token, end_others=end_others)
    left = {row.id for row in await Session.filter(ended_at=None)}
    assert left == {who.session_id} | (set() if end_others else {other.session_id})
