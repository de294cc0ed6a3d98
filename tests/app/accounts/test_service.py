"""Guests, accounts and their sessions, on the real database."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import extract_parameters
from tortoise.exceptions import IntegrityError

from app.accounts import models, schemas
from app.accounts.access.tokens import Tokens
from app.accounts.errors import SessionEnded
from app.accounts.events.models import AccountEvent
from app.accounts.events.outbox import Outbox
from app.accounts.joined import Accounts, open_accounts
from app.accounts.passwords.hashing import Passwords
from app.accounts.sessions.models import RefreshToken, Session
from app.platform.audit.log import AuditLog
from app.platform.audit.models import AuditEntry
from app.platform.errors import Conflict, Forbidden, Problem, Unauthenticated, Unprocessable
from app.platform.ids import new_id
from app.platform.logging import QUIET
from app.platform.mail.post import PostOffice
from app.platform.principal import Principal
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from tests.app.accounts.members import logged_in

if TYPE_CHECKING:
    from tests.conftest import HandClock

PASSWORD = "correct horse"


def guest(*, nickname: str = "하늘", birth_year: int = 2000) -> schemas.NewGuest:
    return schemas.NewGuest(nickname=nickname, birth_year=birth_year)


def account(
    *, email: str = "ada@example.com", nickname: str = "Ada", birth_year: int = 2000
) -> schemas.NewAccount:
    return schemas.NewAccount(
        email=email, password=PASSWORD, nickname=nickname, birth_year=birth_year, language="ko"
    )


def log_in(email: str = "ada@example.com", password: str = PASSWORD) -> schemas.LogIn:
    return schemas.LogIn(email=email, password=password)


async def principal_of(accounts: Accounts, signed: schemas.Signed) -> Principal:
    principal, _ = await accounts.access.principal_for_token(signed.access_token)
    return principal


# Entering


async def test_a_guest_is_signed_in_at_once(accounts: Accounts, clock: "HandClock") -> None:
    signed = await accounts.service.enter_as_guest(guest())
    assert (signed.user.nickname, signed.user.birth_year) == ("하늘", 2000)
    assert signed.user.guest
    assert signed.user.email is None
    assert (signed.user.role, signed.user.language, signed.user.level) == ("user", "en", "beginner")
    assert signed.access_expires_at == clock.now() + timedelta(seconds=900)

    principal, expires_at = await accounts.access.principal_for_token(signed.access_token)
    assert (principal.user_id, principal.birth_year) == (signed.user.id, 2000)
    assert expires_at == signed.access_expires_at
    assert await accounts.service.profile(principal) == signed.user


async def test_an_account_is_signed_in_at_once_and_is_no_guest(accounts: Accounts) -> None:
    signed = await accounts.service.register(account(email=" Ada@Example.com "))
    assert not signed.user.guest
    assert signed.user.email == "Ada@Example.com"
    assert (await principal_of(accounts, signed)).language == "ko"


async def test_no_password_and_no_token_is_stored_as_it_is(accounts: Accounts) -> None:
    signed = await accounts.service.register(account())
    await accounts.sessions.refresh(signed.refresh_token)
    user = await models.User.get(id=signed.user.id)
    assert user.password_hash is not None
    assert user.password_hash.startswith("$argon2id$")
    rows = await RefreshToken.all().values()
    assert len(rows) == 2
    assert signed.refresh_token not in str(rows)
    assert PASSWORD not in str(await models.User.all().values())


async def test_who_may_still_be_too_young_cannot_enter_either_way(accounts: Accounts) -> None:
    for entering in (
        accounts.service.enter_as_guest(guest(birth_year=2012)),
        accounts.service.register(account(birth_year=2012)),
    ):
        with pytest.raises(Unprocessable) as refused:
            await entering
        assert refused.value.fields.keys() == {"birth_year"}
    assert await models.User.all().count() == 0


async def test_who_is_surely_old_enough_enters(accounts: Accounts) -> None:
    assert (await accounts.service.enter_as_guest(guest(birth_year=2011))).user.birth_year == 2011


async def test_every_field_that_is_not_acceptable_is_named_at_once(
    accounts: Accounts,
) -> None:
    with pytest.raises(Unprocessable) as refused:
        await accounts.service.register(account(email="nowhere", nickname=" ", birth_year=2025))
    assert refused.value.fields.keys() == {"email", "nickname", "birth_year"}


@pytest.mark.parametrize("written", ["ada@example.com", "ADA@EXAMPLE.COM", " Ada@example.Com "])
async def test_an_address_is_taken_in_every_case(accounts: Accounts, written: str) -> None:
    await accounts.service.register(account())
    with pytest.raises(Conflict) as refused:
        await accounts.service.register(account(email=written))
    assert refused.value.fields.keys() == {"email"}
    # The database's own message holds the address; a logged traceback must not.
    assert refused.value.__suppress_context__
    assert await models.User.all().count() == 1


async def test_of_many_who_take_one_address_at_once_one_gets_it(accounts: Accounts) -> None:
    # To the last one mail goes the same way (UTS 46).
    spellings = ["ada@example.com", "ADA@example.com", "ada@EXAMPLE.com", "ada@ｅxample.com"]
    outcomes = await asyncio.gather(
        *(accounts.service.register(account(email=spelling)) for spelling in spellings),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict"] * 3 + ["Signed"]
    assert await models.User.all().count() == 1
    assert await Session.all().count() == 1


async def test_another_collision_is_not_blamed_on_the_address(
    settings: Settings,
    clock: "HandClock",
    passwords: Passwords,
    tokens: Tokens,
    sealer: Sealer,
    post: PostOffice,
) -> None:
    same_id = new_id()
    accounts = open_accounts(
        settings=settings,
        clock=clock,
        ids=lambda: same_id,
        passwords=passwords,
        tokens=tokens,
        sealer=sealer,
        outbox=Outbox(ids=new_id),
        post=post,
        audit=AuditLog(sealer=sealer, clock=clock),
    )
    await accounts.service.register(account())
    with pytest.raises(IntegrityError):
        await accounts.service.register(account(email="bea@example.com"))


# Becoming a full account


async def test_a_guest_becomes_a_full_account_and_stays_the_same_user(
    accounts: Accounts,
) -> None:
    signed = await accounts.service.enter_as_guest(guest())
    principal = await principal_of(accounts, signed)
    given = schemas.Credentials(email="Ada@example.com", password=PASSWORD)
    user = await accounts.service.add_credentials(principal, given)
    assert [one.action for one in await AuditEntry.all()] == ["account.credentials_added"]
    assert [one.type for one in await AccountEvent.all()] == ["user.profile_changed"]
    assert (user.id, user.nickname, user.guest) == (signed.user.id, "하늘", False)
    assert user.email == "Ada@example.com"
    # Signed in as before, and from elsewhere by what was just given.
    assert await principal_of(accounts, signed) == principal
    assert (await logged_in(accounts, log_in())).user == user


async def test_a_full_account_does_not_become_one_again(accounts: Accounts) -> None:
    signed = await accounts.service.register(account())
    given = schemas.Credentials(email="new@example.com", password="another password")
    with pytest.raises(Conflict):
        await accounts.service.add_credentials(await principal_of(accounts, signed), given)
    assert (await logged_in(accounts, log_in())).user.email == "ada@example.com"


async def test_a_guest_does_not_get_an_address_that_is_taken(accounts: Accounts) -> None:
    await accounts.service.register(account())
    signed = await accounts.service.enter_as_guest(guest())
    principal = await principal_of(accounts, signed)
    with pytest.raises(Conflict) as refused:
        await accounts.service.add_credentials(
            principal, schemas.Credentials(email="ADA@example.com", password=PASSWORD)
        )
    assert refused.value.fields.keys() == {"email"}
    assert (await accounts.service.profile(principal)).guest


async def test_a_guest_who_asks_twice_at_once_gets_one_address(accounts: Accounts) -> None:
    principal = await principal_of(accounts, await accounts.service.enter_as_guest(guest()))
    outcomes = await asyncio.gather(
        *(
            accounts.service.add_credentials(
                principal, schemas.Credentials(email=f"{name}@example.com", password=PASSWORD)
            )
            for name in ("ada", "bea")
        ),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "User"]


async def test_a_guest_needs_an_address_that_is_one(accounts: Accounts) -> None:
    principal = await principal_of(accounts, await accounts.service.enter_as_guest(guest()))
    with pytest.raises(Unprocessable) as refused:
        await accounts.service.add_credentials(
            principal, schemas.Credentials(email="nowhere", password=PASSWORD)
        )
    assert refused.value.fields.keys() == {"email"}


# Logging in


async def test_the_address_and_its_password_open_another_session(accounts: Accounts) -> None:
    first = await accounts.service.register(account())
    second = await logged_in(accounts, log_in(email=" ADA@example.com"))
    assert second.user == first.user
    here, there = await principal_of(accounts, first), await principal_of(accounts, second)
    assert here.session_id != there.session_id


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    accounts: Accounts,
) -> None:
    await accounts.service.register(account())
    await accounts.service.enter_as_guest(guest())
    answers = set()
    for attempt in (
        log_in(password="wrong horse"),
        log_in(password=""),
        log_in(email="bea@example.com"),
        log_in(email=""),
    ):
        with pytest.raises(Unauthenticated) as refused:
            await accounts.signing_in.log_in(attempt)
        problem = refused.value
        answers.add((type(problem), problem.status, problem.detail, str(problem.fields)))
    assert len(answers) == 1


async def test_an_unknown_address_is_verified_as_long_as_a_known_one(
    accounts: Accounts, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.service.register(account())
    verified: list[bool] = []
    verify = passwords.verify

    async def noted(password_hash: str | None, password: str) -> bool:
        verified.append(password_hash is None)
        return await verify(password_hash, password)

    monkeypatch.setattr(passwords, "verify", noted)
    for email in ("ada@example.com", "bea@example.com"):
        with pytest.raises(Unauthenticated):
            await accounts.signing_in.log_in(log_in(email=email, password="wrong horse"))
    assert verified == [False, True]


async def test_only_who_knows_the_password_learns_that_an_account_is_suspended(
    accounts: Accounts,
) -> None:
    signed = await accounts.service.register(account())
    await models.User.filter(id=signed.user.id).update(status="suspended")
    with pytest.raises(Forbidden):
        await accounts.signing_in.log_in(log_in())
    with pytest.raises(Unauthenticated):
        await accounts.signing_in.log_in(log_in(password="wrong horse"))


async def test_a_hash_with_old_parameters_is_renewed_at_the_next_log_in(
    accounts: Accounts,
) -> None:
    signed = await accounts.service.register(account())
    before = Passwords(memory_kib=9000, passes=2, workers=1)
    old = await before.hash(PASSWORD)
    before.close()
    await models.User.filter(id=signed.user.id).update(password_hash=old)

    with pytest.raises(Unauthenticated):
        await accounts.signing_in.log_in(log_in(password="wrong horse"))
    assert (await models.User.get(id=signed.user.id)).password_hash == old

    await accounts.signing_in.log_in(log_in())
    renewed = (await models.User.get(id=signed.user.id)).password_hash
    assert renewed is not None
    assert extract_parameters(renewed).memory_cost == 8192
    await accounts.signing_in.log_in(log_in())
    assert (await models.User.get(id=signed.user.id)).password_hash == renewed


async def test_many_who_log_in_while_a_hash_is_renewed_all_come_in(
    accounts: Accounts, passwords: Passwords
) -> None:
    signed = await accounts.service.register(account())
    before = Passwords(memory_kib=9000, passes=2, workers=1)
    old = await before.hash(PASSWORD)
    before.close()
    await models.User.filter(id=signed.user.id).update(password_hash=old)
    await asyncio.gather(*(accounts.signing_in.log_in(log_in()) for _ in range(3)))
    renewed = (await models.User.get()).password_hash
    assert renewed is not None
    assert not passwords.needs_rehash(renewed)


async def test_renewing_a_hash_does_not_undo_a_change_of_password_meanwhile(
    accounts: Accounts, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = await accounts.service.register(account())
    before = Passwords(memory_kib=9000, passes=2, workers=1)
    old = await before.hash(PASSWORD)
    before.close()
    await models.User.filter(id=signed.user.id).update(password_hash=old)
    chosen = await passwords.hash("a new password")
    hash_slowly = passwords.hash

    async def changed_meanwhile(password: str) -> str:
        await models.User.filter(id=signed.user.id).update(password_hash=chosen)
        return await hash_slowly(password)

    monkeypatch.setattr(passwords, "hash", changed_meanwhile)
    with pytest.raises(Unauthenticated):
        await accounts.signing_in.log_in(log_in())
    assert (await models.User.get(id=signed.user.id)).password_hash == chosen


# What is nobody's business


async def test_nothing_that_a_learner_gave_and_no_token_is_logged(
    accounts: Accounts, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for name in QUIET:
        caplog.set_level("WARNING", logger=name)
    first = await accounts.service.register(account())
    for failing in (
        accounts.service.register(account()),
        accounts.signing_in.log_in(log_in(password="wrong horse")),
    ):
        with pytest.raises(Problem):
            await failing
    second = await accounts.sessions.refresh(first.refresh_token)
    third = await accounts.sessions.refresh(second.refresh_token)
    with pytest.raises(SessionEnded):
        await accounts.sessions.refresh(first.refresh_token)
    out, err = capfd.readouterr()
    written = "\n".join((out, err, *(record.getMessage() for record in caplog.records)))
    assert "refresh_reuse" in written
    secrets = [PASSWORD, "wrong horse", "ada@example.com"]
    for signed in (first, second, third):
        secrets += [signed.access_token, signed.refresh_token]
    assert not [secret for secret in secrets if secret in written]


async def test_a_token_signed_for_a_session_that_never_was_speaks_for_nobody(
    accounts: Accounts, tokens: Tokens
) -> None:
    signed = await accounts.service.enter_as_guest(guest())
    forged = tokens.issue(user_id=signed.user.id, session_id=new_id(), role="admin")
    with pytest.raises(SessionEnded):
        await accounts.access.principal_for_token(forged.text)


async def test_the_role_is_the_users_and_not_the_tokens(accounts: Accounts, tokens: Tokens) -> None:
    signed = await accounts.service.enter_as_guest(guest())
    principal = await principal_of(accounts, signed)
    claimed = tokens.issue(user_id=principal.user_id, session_id=principal.session_id, role="admin")
    found, _ = await accounts.access.principal_for_token(claimed.text)
    assert found.role == "user"
