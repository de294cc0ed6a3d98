"""A password is changed with the current one or a fresh proof, and reset by who reads the mail."""

import asyncio
import statistics
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pyotp
import pytest

from app.accounts.errors import SessionEnded
from app.accounts.events.models import AccountEvent
from app.accounts.factors.codes.schemas import TotpConfirmed
from app.accounts.factors.models import Passkey, RecoveryCode, TotpSecret
from app.accounts.factors.proofs import ProofNeeded
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.accounts.passwords import schemas
from app.accounts.passwords.hashing import LineTooLong, Passwords
from app.accounts.schemas import LogIn
from app.accounts.sessions.models import Session
from app.accounts.signing_in.delays import STRANGERS
from app.accounts.signing_in.guessing import TooManyGuesses
from app.accounts.signing_in.origin import Origin
from app.accounts.tickets.models import Ticket
from app.accounts.tickets.service import TicketInvalid
from app.platform.audit.models import AuditEntry
from app.platform.errors import Conflict, Unauthenticated, Unprocessable
from app.platform.ids import new_id
from app.platform.mail.models import Mail
from app.platform.principal import Principal
from tests.app.accounts.mailbox import Mailbox
from tests.app.accounts.members import EMAIL, PASSWORD, enter, log_in, register

if TYPE_CHECKING:
    from tests.conftest import HandClock

NEW = "battery staple"


def change(
    *, current: str | None = PASSWORD, new: str = NEW, end_others: bool = True
) -> schemas.ChangePassword:
    return schemas.ChangePassword(
        new_password=new, current_password=current, end_other_sessions=end_others
    )


async def open_sessions() -> list[object]:
    return [row.id for row in await Session.filter(ended_at__isnull=True)]


async def with_one_time_passwords(who: Principal, clock: "HandClock") -> None:
    await TotpSecret.create(
        id=new_id(),
        user_id=who.user_id,
        secret=b"",
        key_id=1,
        created_at=clock.now(),
        confirmed_at=clock.now(),
    )


# Changing


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


# Resetting


async def reset_of(mailbox: Mailbox, password: str = NEW) -> schemas.ResetPassword:
    return schemas.ResetPassword(await mailbox.token("reset_password"), password)


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
