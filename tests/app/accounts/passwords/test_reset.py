"""A password is reset by whoever reads the mail, and by nobody else."""

import asyncio
import statistics
import time
from typing import TYPE_CHECKING

import pyotp
import pytest

from app.accounts.errors import SessionEnded
from app.accounts.events.models import AccountEvent
from app.accounts.factors.codes.schemas import TotpConfirmed
from app.accounts.factors.models import Passkey, RecoveryCode, TotpSecret
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.accounts.passwords import schemas
from app.accounts.tickets.models import Ticket
from app.accounts.tickets.service import TicketInvalid
from app.platform.audit.models import AuditEntry
from app.platform.errors import Unauthenticated, Unprocessable
from app.platform.ids import new_id
from app.platform.mail.models import Mail
from app.platform.principal import Principal
from tests.app.accounts.mailbox import Mailbox
from tests.app.accounts.members import EMAIL, PASSWORD, log_in, register
from tests.app.accounts.passwords.changing import (
    NEW,
    change,
    open_sessions,
    reset_of,
    with_one_time_passwords,
)

if TYPE_CHECKING:
    from tests.conftest import HandClock


async def test_who_reads_the_mail_sets_a_new_password_and_signs_in_with_it(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    await register(accounts)
    await accounts.password_changes.ask_reset(f" {EMAIL.upper()}")
    assert (await mailbox.last("reset_password")).to == EMAIL
    await accounts.password_changes.reset(await reset_of(mailbox))
    assert await open_sessions() == [], "all ended, and none is opened"
    assert (await User.get()).email_verified_at == clock.now()
    await log_in(accounts, password=NEW)
    told = await AccountEvent.get(type="user.password_changed")
    assert told.body["kept_session"] is None
    assert [row.action for row in await AuditEntry.all()] == ["account.password_reset"]


async def test_a_second_factor_stays_where_it_was(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    await accounts.verification.take(who, await mailbox.token("verify_email"))
    await with_one_time_passwords(who, clock)
    await accounts.password_changes.ask_reset(EMAIL)
    await accounts.password_changes.reset(await reset_of(mailbox))
    assert await TotpSecret.filter(user_id=who.user_id).exists()


async def test_a_link_is_good_for_ten_minutes_and_once(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    await register(accounts)
    await accounts.password_changes.ask_reset(EMAIL)
    given = await reset_of(mailbox)
    clock.advance(599)
    await accounts.password_changes.reset(given)
    with pytest.raises(TicketInvalid):
        await accounts.password_changes.reset(given)
    clock.advance(61)
    await mailbox.empty()
    await accounts.password_changes.ask_reset(EMAIL)
    clock.advance(600)
    with pytest.raises(TicketInvalid):
        await accounts.password_changes.reset(await reset_of(mailbox))


async def test_shown_many_times_at_once_a_link_sets_one_password(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    await register(accounts)
    await accounts.password_changes.ask_reset(EMAIL)
    token = await mailbox.token("reset_password")
    outcomes = await asyncio.gather(
        *(
            accounts.password_changes.reset(schemas.ResetPassword(token, f"{NEW} {number}"))
            for number in range(5)
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType"] + ["TicketInvalid"] * 4


async def test_a_password_that_is_refused_leaves_the_link_good(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    await register(accounts)
    await accounts.password_changes.ask_reset(EMAIL)
    with pytest.raises(Unprocessable) as refused:
        await accounts.password_changes.reset(await reset_of(mailbox, "12345678"))
    assert refused.value.fields.keys() == {"password"}
    await accounts.password_changes.reset(await reset_of(mailbox))


async def test_a_reset_makes_every_other_link_good_for_nothing(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    await register(accounts)
    await accounts.password_changes.ask_reset(EMAIL)
    await accounts.password_changes.reset(await reset_of(mailbox))
    assert await Ticket.filter(used_at__isnull=True).count() == 0


async def test_a_link_that_was_mailed_to_an_address_they_left_resets_nothing(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    await register(accounts)
    await accounts.password_changes.ask_reset(EMAIL)
    await User.all().update(email="other@example.com")
    with pytest.raises(TicketInvalid):
        await accounts.password_changes.reset(await reset_of(mailbox))


async def ways_in_of_a_stranger(who: Principal, clock: "HandClock") -> None:
    now = clock.now()
    await Passkey.create(
        id=new_id(),
        user_id=who.user_id,
        credential_id=b"1",
        public_key=b"1",
        sign_count=0,
        name="",
        transports=[],
        backed_up=False,
        created_at=now,
    )
    await Identity.create(
        id=new_id(),
        user_id=who.user_id,
        provider="google",
        issuer="https://accounts.google.com",
        subject="1",
        created_at=now,
        last_used_at=now,
    )


async def test_who_registered_with_a_strangers_address_has_no_way_in_left_when_they_come(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    stranger = await register(accounts)
    await ways_in_of_a_stranger(stranger, clock)
    await with_one_time_passwords(stranger, clock)
    await accounts.factors.recovery_codes.make(stranger.user_id)
    await accounts.password_changes.ask_reset(EMAIL)
    await accounts.password_changes.reset(await reset_of(mailbox))
    assert await Passkey.all().count() == await Identity.all().count() == 0
    assert await open_sessions() == []
    assert await RecoveryCode.all().count() == 0
    await log_in(accounts, password=NEW)


async def test_an_administrators_second_factor_stays_whoever_reads_the_mail(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    await with_one_time_passwords(who, clock)
    await User.all().update(role="admin")
    await accounts.password_changes.ask_reset(EMAIL)
    await accounts.password_changes.reset(await reset_of(mailbox))
    assert await TotpSecret.filter(user_id=who.user_id).exists()


async def test_what_a_stranger_was_about_to_add_comes_too_late(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    stranger = await register(accounts)
    secret = (await accounts.factors.totp.begin(stranger)).secret
    first_code = TotpConfirmed(pyotp.TOTP(secret).now())
    await accounts.password_changes.ask_reset(EMAIL)
    await accounts.password_changes.reset(await reset_of(mailbox))
    # The requests came before the reset: who asks them was looked up then.
    for asking in (
        accounts.factors.totp.confirm(stranger, first_code),
        accounts.factors.passkeys.offer(stranger),
        accounts.password_changes.change(stranger, change(current=NEW, new=PASSWORD)),
        accounts.email_change.ask(stranger, "stranger@example.com"),
        accounts.deletion.ask(stranger),
    ):
        with pytest.raises(SessionEnded):
            await asking


@pytest.mark.parametrize("changed", [{"password_hash": "another"}, {"status": "suspended"}])
async def test_who_was_about_to_come_in_by_what_no_longer_counts_does_not(
    accounts: Accounts, changed: dict[str, str]
) -> None:
    await register(accounts)
    user = await User.get()
    await User.all().update(**changed)
    with pytest.raises(Unauthenticated):
        await accounts.signing_in.welcome(user)
    assert len(await open_sessions()) == 1, "that of the registration"


async def test_of_a_verified_account_every_way_in_stays(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    who = await register(accounts)
    await ways_in_of_a_stranger(who, clock)
    await accounts.verification.take(who, await mailbox.token("verify_email"))
    await accounts.password_changes.ask_reset(EMAIL)
    await accounts.password_changes.reset(await reset_of(mailbox))
    assert await Passkey.all().count() == await Identity.all().count() == 1


# Asking for a reset


async def test_a_stranger_is_mailed_nothing_and_nothing_shows_it(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    await accounts.password_changes.ask_reset("nobody@example.com")
    assert await mailbox.kinds() == []
    assert await Ticket.filter(kind="reset_password").count() == 1, "as for anybody"
    assert await Mail.all().count() == 1, "written, and never sent"


async def test_within_a_minute_no_second_letter_is_sent_and_nothing_shows_it(
    accounts: Accounts, mailbox: Mailbox, clock: "HandClock"
) -> None:
    await register(accounts)
    await mailbox.empty()
    for _ in range(3):
        await accounts.password_changes.ask_reset(EMAIL)
    assert await mailbox.kinds() == ["reset_password"]
    await accounts.password_changes.reset(await reset_of(mailbox))
    clock.advance(61)
    await accounts.password_changes.ask_reset(EMAIL)
    assert await mailbox.kinds() == ["reset_password"] * 2


async def test_of_many_who_ask_at_once_one_is_written_to(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    await register(accounts)
    await mailbox.empty()
    await asyncio.gather(*(accounts.password_changes.ask_reset(EMAIL) for _ in range(5)))
    assert await mailbox.kinds() == ["reset_password"]


async def test_a_suspended_user_is_mailed_nothing_and_one_in_the_days_of_grace_is(
    accounts: Accounts, mailbox: Mailbox
) -> None:
    await register(accounts)
    await mailbox.empty()
    await User.all().update(status="suspended")
    await accounts.password_changes.ask_reset(EMAIL)
    assert await mailbox.kinds() == []
    await User.all().update(status="deleted")
    await accounts.password_changes.ask_reset(EMAIL)
    assert await mailbox.kinds() == ["reset_password"]


async def test_the_time_of_asking_does_not_tell_who_has_an_account(accounts: Accounts) -> None:
    users = [f"learner{number}@example.com" for number in range(40)]
    for number, email in enumerate(users):
        await User.create(
            id=new_id(),
            nickname="x",
            birth_year=2000,
            email=email,
            created_at="2026-11-01T00:00:00+00:00",
        )
        del number

    async def seconds(email: str) -> float:
        began = time.perf_counter()
        await accounts.password_changes.ask_reset(email)
        return time.perf_counter() - began

    await seconds("warm@example.com")
    known, unknown = [], []
    for number, email in enumerate(users):
        known.append(await seconds(email))
        unknown.append(await seconds(f"nobody{number}@example.com"))
    ratio = statistics.median(known) / statistics.median(unknown)
    assert 0.6 < ratio < 1.67, f"{ratio:.2f} times as long for who has an account"
