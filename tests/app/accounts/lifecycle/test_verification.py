"""An address is verified by the link that was mailed to it, once, while it is the user's."""

from typing import TYPE_CHECKING

import pytest

from app.accounts import schemas
from app.accounts.events.models import AccountEvent
from app.accounts.joined import Accounts
from app.accounts.lifecycle.mailed_link import OtherAccount
from app.accounts.models import User
from app.accounts.tickets.service import TicketInvalid
from app.platform.errors import Conflict, TooMany
from tests.app.accounts.mailbox import Mailbox
from tests.app.accounts.members import EMAIL, PASSWORD, enter, register

if TYPE_CHECKING:
    from tests.conftest import HandClock

DAY = 86_400


async def test_whoever_registers_is_mailed_a_link_that_verifies_the_address(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts, language="ko")
    assert not (await accounts.service.profile(who)).email_verified
    written = await mailbox.last("verify_email")
    assert written.to == EMAIL
    assert written.letter.subject == "이메일 주소를 확인해 주세요"
    await accounts.verification.take(who, await mailbox.token("verify_email"))
    assert (await User.get()).email_verified_at == clock.now()
    assert (await accounts.service.profile(who)).email_verified


async def test_other_tabs_and_devices_are_told_that_it_is_verified(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await register(accounts)
    await accounts.verification.take(who, await mailbox.token("verify_email"))
    event = await AccountEvent.get()
    assert (event.type, event.user_id) == ("user.profile_changed", who.user_id)
    assert event.body["what"] == "profile"


async def test_a_guest_who_becomes_a_full_account_is_mailed_one_too(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await enter(accounts)
    assert await mailbox.kinds() == []
    await accounts.service.add_credentials(who, schemas.Credentials(email=EMAIL, password=PASSWORD))
    assert await mailbox.kinds() == ["verify_email"]
    await accounts.verification.take(who, await mailbox.token("verify_email"))
    assert (await accounts.service.profile(who)).email_verified


async def test_registering_that_fails_mails_nothing(accounts: Accounts, mailbox: Mailbox) -> None:
    await register(accounts)
    await mailbox.empty()
    with pytest.raises(Conflict):
        await register(accounts)
    assert await mailbox.kinds() == []


async def test_a_link_is_good_for_a_day_and_once(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    token = await mailbox.token("verify_email")
    clock.advance(DAY - 1)
    await accounts.verification.take(who, token)
    with pytest.raises(TicketInvalid):
        await accounts.verification.take(who, token)


async def test_after_a_day_it_is_good_no_more(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    clock.advance(DAY)
    with pytest.raises(TicketInvalid):
        await accounts.verification.take(who, await mailbox.token("verify_email"))


async def test_a_newer_link_takes_the_older_ones_place(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    older = await mailbox.token("verify_email")
    await mailbox.empty()
    clock.advance(61)
    await accounts.verification.ask(who)
    with pytest.raises(TicketInvalid):
        await accounts.verification.take(who, older)
    await accounts.verification.take(who, await mailbox.token("verify_email"))


async def test_another_is_sent_only_after_a_minute(accounts: Accounts, clock: "HandClock") -> None:
    who = await register(accounts)
    with pytest.raises(TooMany) as refused:
        await accounts.verification.ask(who)
    assert refused.value.retry_after == 60
    clock.advance(61)
    await accounts.verification.ask(who)


async def test_who_has_no_address_or_a_verified_one_is_sent_none(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    with pytest.raises(Conflict):
        await accounts.verification.ask(await enter(accounts))
    who = await register(accounts)
    await accounts.verification.take(who, await mailbox.token("verify_email"))
    with pytest.raises(Conflict):
        await accounts.verification.ask(who)


async def test_a_link_to_an_address_that_was_left_verifies_nothing(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    who = await register(accounts)
    await User.filter(id=who.user_id).update(email="other@example.com")
    with pytest.raises(TicketInvalid):
        await accounts.verification.take(who, await mailbox.token("verify_email"))
    assert (await User.get()).email_verified_at is None


@pytest.mark.parametrize("kind", ["reset_password", "email_change", "restore_account"])
async def test_a_link_of_another_kind_verifies_nothing(accounts: Accounts, kind: str) -> None:
    who = await register(accounts)
    token = await accounts.tickets.issue(
        kind, seconds=60, state=EMAIL.encode(), user_id=who.user_id
    )
    with pytest.raises(TicketInvalid):
        await accounts.verification.take(who, token)


async def test_who_reads_the_mail_verifies_no_account_that_somebody_else_made_for_them(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    await register(accounts)
    token = await mailbox.token("verify_email")
    owner = await register(accounts, email="owner@example.com")
    with pytest.raises(OtherAccount):
        await accounts.verification.take(owner, token)
    assert await User.filter(email_verified_at__isnull=False).count() == 0


async def test_anothers_try_leaves_the_link_good(accounts: Accounts, mailbox: Mailbox) -> None:
    who = await register(accounts)
    token = await mailbox.token("verify_email")
    with pytest.raises(OtherAccount):
        await accounts.verification.take(await enter(accounts), token)
    await accounts.verification.take(who, token)
