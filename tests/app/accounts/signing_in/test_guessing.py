"""Guesses on the real database: counted before they are looked at, and nobody is locked out."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from app.accounts.signing_in.delays import ADDRESS, OWN, STRANGERS
from app.accounts.signing_in.guessing import Guessing, Method, Outcome, TooManyGuesses
from app.accounts.signing_in.models import LogInAttempt
from app.accounts.signing_in.origin import Origin
from app.platform.ids import new_id
from app.platform.sealing import Sealer

if TYPE_CHECKING:
    from tests.conftest import HandClock

HOME = Origin("192.0.2.1", "a" * 24)
SCHOOL = Origin("198.51.100.7")
LEARNER = UUID(int=7)


@pytest.fixture
def guessing(sealer: Sealer, clock: "HandClock") -> Guessing:
    return Guessing(sealer=sealer, clock=clock)


async def guess(
    guessing: Guessing,
    outcome: Outcome,
    origin: Origin = HOME,
    *,
    whom: UUID | str = LEARNER,
    method: Method = "password",
) -> None:
    await guessing.record(await guessing.check(method, whom, origin), outcome)


def stranger(number: int) -> Origin:
    return Origin(f"203.0.113.{number}")


async def test_five_wrong_guesses_are_free_and_the_next_waits(
    guessing: Guessing, clock: "HandClock"
) -> None:
    for _ in range(OWN.free):
        await guess(guessing, "wrong")
    with pytest.raises(TooManyGuesses, match="come again in 5 seconds") as refused:
        await guess(guessing, "right")
    assert refused.value.retry_after == 5
    clock.advance(5)
    await guess(guessing, "wrong")
    with pytest.raises(TooManyGuesses, match="10 seconds"):
        await guess(guessing, "wrong")


async def test_a_right_guess_begins_anew(guessing: Guessing) -> None:
    for _ in range(3):
        for _ in range(OWN.free - 1):
            await guess(guessing, "wrong")
        await guess(guessing, "right")


async def test_of_many_guesses_at_once_no_more_pass_than_one_after_the_other(
    guessing: Guessing,
) -> None:
    at_once = (guess(guessing, "wrong") for _ in range(3 * OWN.free))
    results = await asyncio.gather(*at_once, return_exceptions=True)
    assert sum(result is None for result in results) == OWN.free
    assert sum(isinstance(result, TooManyGuesses) for result in results) == 2 * OWN.free


async def test_a_guess_that_never_ended_counts_as_wrong(guessing: Guessing) -> None:
    for _ in range(OWN.free):
        await guessing.check("password", LEARNER, SCHOOL)
    with pytest.raises(TooManyGuesses):
        await guessing.check("password", LEARNER, SCHOOL)


async def test_a_stranger_cannot_lock_a_learner_out_at_home(
    guessing: Guessing, clock: "HandClock"
) -> None:
    await guess(guessing, "right", HOME)
    for number in range(STRANGERS.free):
        await guess(guessing, "wrong", stranger(number))
    with pytest.raises(TooManyGuesses):
        await guess(guessing, "wrong", stranger(100))
    await guess(guessing, "right", HOME)
    await guess(guessing, "right", Origin(HOME.address), whom=LEARNER)
    moved = Origin("198.51.100.200", HOME.device)
    await guess(guessing, "right", moved)


async def test_a_schoolmate_behind_the_same_address_cannot_lock_a_known_device_out(
    guessing: Guessing,
) -> None:
    tablet = Origin(SCHOOL.address, "b" * 24)
    await guess(guessing, "right", tablet)
    for _ in range(OWN.free):
        await guess(guessing, "wrong", SCHOOL)
    with pytest.raises(TooManyGuesses):
        await guess(guessing, "wrong", SCHOOL)
    with pytest.raises(TooManyGuesses):
        await guess(guessing, "wrong", Origin(SCHOOL.address, "c" * 24))
    await guess(guessing, "right", tablet)


async def test_a_device_of_another_account_is_unknown_here(guessing: Guessing) -> None:
    await guess(guessing, "right", HOME, whom=UUID(int=8))
    for number in range(STRANGERS.free):
        await guess(guessing, "wrong", stranger(number))
    with pytest.raises(TooManyGuesses):
        await guess(guessing, "wrong", HOME)


async def test_who_was_recognised_by_mail_is_at_home_from_then_on(guessing: Guessing) -> None:
    for number in range(STRANGERS.free):
        await guess(guessing, "wrong", stranger(number))
    with pytest.raises(TooManyGuesses):
        await guess(guessing, "right", HOME)
    await guessing.trust("password", LEARNER, HOME)
    await guess(guessing, "right", HOME)


async def test_strangers_together_have_few_guesses_a_day(
    guessing: Guessing, clock: "HandClock"
) -> None:
    passed = 0
    for number in range(400):
        try:
            await guess(guessing, "wrong", stranger(number))
            passed += 1
        except TooManyGuesses:
            clock.advance(86_400 / 400)
    assert passed < 60


async def test_an_address_that_tries_many_accounts_is_slowed_down_and_a_class_is_not(
    guessing: Guessing,
) -> None:
    class_of_thirty = [new_id() for _ in range(30)]
    for learner in class_of_thirty:
        await guess(guessing, "wrong", SCHOOL, whom=learner)
        await guess(guessing, "right", SCHOOL, whom=learner)
    for number in range(ADDRESS.free - 30):
        await guess(guessing, "wrong", SCHOOL, whom=f"nobody{number}@example.com")
    with pytest.raises(TooManyGuesses):
        await guess(guessing, "wrong", SCHOOL, whom="one-more@example.com")


async def test_an_address_that_nobody_has_is_slowed_down_like_one_that_somebody_has(
    guessing: Guessing,
) -> None:
    for whom in (LEARNER, "nobody@example.com"):
        for _ in range(OWN.free):
            await guess(guessing, "wrong", HOME, whom=whom)
        with pytest.raises(TooManyGuesses, match="5 seconds"):
            await guess(guessing, "wrong", HOME, whom=whom)


async def test_the_right_password_does_not_refill_the_guesses_at_a_code(
    guessing: Guessing,
) -> None:
    for _ in range(OWN.free):
        await guess(guessing, "right", HOME)
        await guess(guessing, "wrong", HOME, method="totp")
    with pytest.raises(TooManyGuesses):
        await guess(guessing, "wrong", HOME, method="totp")
    await guess(guessing, "right", HOME)


async def test_yesterdays_mistakes_and_homes_of_last_month_are_forgotten(
    guessing: Guessing, clock: "HandClock"
) -> None:
    await guess(guessing, "right", HOME)
    clock.advance(31 * 86_400)
    for number in range(STRANGERS.free):
        await guess(guessing, "wrong", stranger(number))
    with pytest.raises(TooManyGuesses):
        await guess(guessing, "right", HOME)
    clock.advance(86_400)
    await guess(guessing, "right", HOME)


async def test_an_attempt_is_recorded_without_anything_to_read(
    guessing: Guessing, clock: "HandClock"
) -> None:
    await guess(guessing, "wrong", HOME, whom="ada@example.com")
    one = await LogInAttempt.get()
    assert (one.at, one.method, one.outcome, one.user_id) == (
        clock.now(),
        "password",
        "wrong",
        None,
    )
    assert one.device_hash is not None
    for kept in (one.account_hash, one.address_hash, one.device_hash):
        assert len(bytes(kept)) == 32
        assert b"ada" not in bytes(kept)
        assert b"192" not in bytes(kept)
