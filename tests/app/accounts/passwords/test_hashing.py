"""Passwords are hashed with Argon2id, on threads, as many at once as was said."""

import asyncio
import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from argon2 import extract_parameters
from argon2.exceptions import InvalidHashError
from argon2.low_level import Type

from app.accounts.passwords.hashing import BESIDE, NICENESS, LineTooLong, Passwords


@pytest.fixture(scope="module")
def slow() -> Iterator[Passwords]:
    """Hashes long enough, for a quarter of a second or so, to be told from noise."""
    made = Passwords(memory_kib=65536, passes=4, workers=1)
    yield made
    made.close()


async def test_a_password_verifies_against_its_own_hash_and_no_other_does(
    passwords: Passwords,
) -> None:
    hashed = await passwords.hash("correct horse")
    assert await passwords.verify(hashed, "correct horse")
    assert not await passwords.verify(hashed, "correct horsf")
    assert not await passwords.verify(hashed, "")


async def test_the_hash_is_argon2id_with_the_parameters_that_were_given(
    passwords: Passwords,
) -> None:
    parameters = extract_parameters(await passwords.hash("correct horse"))
    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (8192, 1, 1)


async def test_the_same_password_is_hashed_with_another_salt_each_time(
    passwords: Passwords,
) -> None:
    assert await passwords.hash("correct horse") != await passwords.hash("correct horse")


async def test_a_password_is_the_same_from_a_keyboard_that_decomposes_it(
    passwords: Passwords,
) -> None:
    hashed = await passwords.hash("한국어 비밀번호 é")
    decomposed = "\u1112\u1161\u11ab국어 비밀번호 e\u0301"
    assert await passwords.verify(hashed, decomposed)


async def test_nobody_verifies_whatever_the_password(passwords: Passwords) -> None:
    assert not await passwords.verify(None, "")
    assert not await passwords.verify(None, "correct horse")


async def test_what_is_stored_and_no_hash_is_an_error_and_not_a_wrong_password(
    passwords: Passwords,
) -> None:
    with pytest.raises(InvalidHashError):
        await passwords.verify("plain text", "plain text")


async def test_a_hash_made_with_other_parameters_needs_a_new_one(passwords: Passwords) -> None:
    other = Passwords(memory_kib=8192, passes=2, workers=1)
    hashed = await other.hash("correct horse")
    other.close()
    assert passwords.needs_rehash(hashed)
    assert await passwords.verify(hashed, "correct horse")
    assert not passwords.needs_rehash(await passwords.hash("correct horse"))


async def test_the_loop_goes_on_while_passwords_are_hashed(slow: Passwords) -> None:
    async with asyncio.TaskGroup() as group:
        hashing = group.create_task(slow.hash("correct horse"))
        turns = 0
        while not hashing.done():
            await asyncio.sleep(0.001)
            turns += 1
    # Hashing on the loop would leave it two.
    assert turns > 5


async def test_no_more_passwords_are_hashed_at_once_than_there_are_workers() -> None:
    before = set(threading.enumerate())
    two = Passwords(memory_kib=8192, passes=1, workers=2)
    await asyncio.gather(*(two.hash(f"one of {number}") for number in range(8)))
    threads = set(threading.enumerate()) - before
    two.close()
    assert len([thread for thread in threads if thread.name.startswith("password")]) == 2
    assert not any(thread.is_alive() for thread in threads)


async def test_a_stranger_is_answered_no_sooner_than_a_wrong_password(slow: Passwords) -> None:
    hashed = await slow.hash("correct horse")

    async def seconds(password_hash: str | None) -> float:
        began = time.perf_counter()
        await slow.verify(password_hash, "wrong horse")
        return time.perf_counter() - began

    # The least of several: whatever else this machine does only adds to one.
    times = [(await seconds(hashed), await seconds(None)) for _ in range(7)]
    known, unknown = (min(column) for column in zip(*times, strict=True))
    assert 0.5 < unknown / known < 2


async def test_whoever_comes_when_the_line_is_full_is_sent_away_for_a_moment() -> None:
    passwords = Passwords(memory_kib=8192, passes=1, workers=1, most_waiting=2)
    outcomes = await asyncio.gather(
        *(passwords.verify(None, f"one of {number}") for number in range(10)),
        return_exceptions=True,
    )
    sent_away = [one for one in outcomes if isinstance(one, LineTooLong)]
    assert (outcomes.count(False), len(sent_away)) == (3, 7)
    assert sent_away[0].status == 503
    assert sent_away[0].retry_after == 2
    assert await passwords.verify(None, "later") is False, "the line is empty again"
    passwords.close()


async def test_who_will_want_a_password_verified_is_let_in_or_sent_away_at_once() -> None:
    passwords = Passwords(memory_kib=8192, passes=1, workers=1, most_waiting=1)
    async with passwords.admission():
        async with passwords.admission():
            with pytest.raises(LineTooLong):
                passwords.refuse_where_full()
            with pytest.raises(LineTooLong):
                async with passwords.admission():
                    raise AssertionError
        async with passwords.admission():
            assert await passwords.verify(None, "one of those that are in") is False
    with pytest.raises(KeyError):
        async with passwords.admission():
            raise KeyError
    async with passwords.admission(), passwords.admission():
        assert passwords.needs_rehash(await passwords.hash("still open")) is False
    passwords.close()


async def test_only_those_at_the_front_of_the_line_have_come_in() -> None:
    passwords = Passwords(memory_kib=8192, passes=1, workers=1, most_waiting=60)
    inside, most = 0, 0

    async def come() -> None:
        nonlocal inside, most
        async with passwords.admission():
            inside += 1
            most = max(most, inside)
            await passwords.verify(None, "wrong horse")
            inside -= 1

    await asyncio.gather(*(come() for _ in range(12)))
    assert (inside, most) == (0, 1 + BESIDE)
    passwords.close()


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness of their own there")
async def test_the_threads_that_hash_yield_to_those_who_chat() -> None:
    passwords = Passwords(memory_kib=8192, passes=1, workers=1)
    await passwords.verify(None, "correct horse")
    (thread,) = passwords._threads._threads
    assert thread.native_id is not None
    # Nobody is nicer than 19, also where all of this process is nice (setpriority(2)).
    own = os.getpriority(os.PRIO_PROCESS, os.getpid())
    assert os.getpriority(os.PRIO_PROCESS, thread.native_id) == min(own + NICENESS, 19)
    passwords.close()
