"""Signing in with a password: what is answered, how long it takes, and what it leaves behind."""

import time
from statistics import median
from typing import TYPE_CHECKING

import pytest

from app.accounts import schemas
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.signing_in.delays import OWN
from app.accounts.signing_in.guessing import TooManyGuesses
from app.accounts.signing_in.models import LogInAttempt
from app.accounts.signing_in.origin import Origin
from app.platform.errors import Forbidden, Unauthenticated

if TYPE_CHECKING:
    from tests.conftest import HandClock

PASSWORD = "correct horse battery"
HOME = Origin("192.0.2.1", "a" * 24)


async def register(accounts: Accounts, email: str) -> schemas.User:
    wanted = schemas.NewAccount(email=email, password=PASSWORD, nickname="Ada", birth_year=2000)
    return (await accounts.service.register(wanted)).user


async def log_in(
    accounts: Accounts,
    password: str = PASSWORD,
    *,
    email: str = "ada@example.com",
    origin: Origin = HOME,
) -> object:
    given = schemas.LogIn(email=email, password=password)
    return await accounts.signing_in.log_in(given, origin=origin)


async def outcomes() -> list[str]:
    return [one.outcome for one in await LogInAttempt.all().order_by("id")]


async def test_every_attempt_is_recorded_with_how_it_ended(accounts: Accounts) -> None:
    ada = await register(accounts, "ada@example.com")
    await LogInAttempt.all().delete()
    with pytest.raises(Unauthenticated):
        await log_in(accounts, "wrong horse")
    with pytest.raises(Unauthenticated):
        await log_in(accounts, email="nobody@example.com")
    await log_in(accounts)
    await User.filter(id=ada.id).update(status="suspended")
    with pytest.raises(Forbidden):
        await log_in(accounts)
    assert await outcomes() == ["wrong", "wrong", "right", "refused"]
    about = await LogInAttempt.all().order_by("id").values_list("user_id", flat=True)
    assert about == [ada.id, None, ada.id, ada.id]


async def test_somebody_unknown_is_refused_with_the_same_words_and_delays(
    accounts: Accounts,
) -> None:
    await register(accounts, "ada@example.com")
    told: dict[str, list[str]] = {}
    for email in ("ada@example.com", "nobody@example.com"):
        for _ in range(OWN.free + 1):
            with pytest.raises((Unauthenticated, TooManyGuesses)) as refused:
                await log_in(accounts, "wrong horse", email=email, origin=Origin(f"of {email}"))
            told.setdefault(email, []).append(str(refused.value))
    assert told["ada@example.com"] == told["nobody@example.com"]
    assert told["ada@example.com"][-1].startswith("Too many attempts")


async def test_whether_an_account_is_active_only_its_owner_is_told(accounts: Accounts) -> None:
    ada = await register(accounts, "ada@example.com")
    await User.filter(id=ada.id).update(status="suspended")
    with pytest.raises(Unauthenticated, match="e-mail address or the password is wrong"):
        await log_in(accounts, "wrong horse")
    with pytest.raises(Forbidden):
        await log_in(accounts)


async def test_case_and_spaces_of_an_address_make_no_second_account_to_guess_at(
    accounts: Accounts,
) -> None:
    await register(accounts, "ada@example.com")
    for email in ("ada@example.com", "ADA@example.com", " Ada@Example.Com ", "aDa@example.com"):
        with pytest.raises(Unauthenticated):
            await log_in(accounts, "wrong horse", email=email)
    with pytest.raises(Unauthenticated):
        await log_in(accounts, "wrong horse")
    with pytest.raises(TooManyGuesses):
        await log_in(accounts, "wrong horse", email="ADA@EXAMPLE.COM")


async def test_where_one_waits_the_password_is_not_looked_at(
    accounts: Accounts, clock: "HandClock"
) -> None:
    await register(accounts, "ada@example.com")
    for _ in range(OWN.free):
        with pytest.raises(Unauthenticated):
            await log_in(accounts, "wrong horse")
    with pytest.raises(TooManyGuesses):
        await log_in(accounts)
    clock.advance(OWN.first)
    assert await log_in(accounts)


async def test_the_time_tells_nothing_of_an_address(accounts: Accounts, clock: "HandClock") -> None:
    """The four refusals, one after the other again and again, so that noise is the same for all."""
    for name in ("wrong", "without", "suspended"):
        user = await register(accounts, f"{name}@example.com")
        if name == "without":
            await User.filter(id=user.id).update(password_hash=None)
        if name == "suspended":
            await User.filter(id=user.id).update(status="suspended")
    took: dict[str, list[float]] = {}
    for number in range(40):
        for name in ("unknown", "wrong", "without", "suspended"):
            origin = Origin(f"{name} {number}")
            began = time.perf_counter()
            with pytest.raises(Unauthenticated):
                await log_in(accounts, "a guess", email=f"{name}@example.com", origin=origin)
            took.setdefault(name, []).append(time.perf_counter() - began)
        # Strangers together would else be made to wait.
        clock.advance(3600)
    middle = {name: median(times) * 1000 for name, times in took.items()}
    # Without the hash an unknown address would take a fifth of the time.
    for ms in middle.values():
        assert 0.6 < ms / middle["wrong"] < 1.6, middle


async def test_a_password_of_ten_years_ago_still_opens_a_session(
    accounts: Accounts, clock: "HandClock"
) -> None:
    await register(accounts, "ada@example.com")
    clock.advance(10 * 365 * 86_400)
    assert isinstance(await log_in(accounts), schemas.Signed)
