"""A request id is taken once; who sends it again gets the first result, or is told of a clash."""

import asyncio
from uuid import UUID, uuid4

import pytest
from tortoise.transactions import in_transaction

from app.platform.errors import Conflict
from app.platform.sql import execute, fetch
from app.rooms.requests import TAKING, first_result
from tests.app.replica import until_somebody_waits_for_a_lock
from tests.conftest import HandClock

USER = uuid4()
# A command of one statement, which notes that it went on.
COMMAND = f"{TAKING} SELECT 'went on' AS what FROM taken"
ANSWER = "UPDATE requests SET result = $3::jsonb WHERE user_id = $1 AND request_id = $2"


async def take(clock: HandClock, request_id: UUID, body: bytes = b"one", user: UUID = USER) -> bool:
    return bool(await fetch(COMMAND, user, request_id, body, clock.now()))


async def test_a_new_id_lets_the_command_go_on(database: str, clock: HandClock) -> None:
    request_id = uuid4()
    assert await first_result(USER, request_id, b"one") is None
    assert await take(clock, request_id)


async def test_the_same_id_again_goes_nowhere_and_gives_the_first_result(
    database: str, clock: HandClock
) -> None:
    request_id = uuid4()
    await take(clock, request_id)
    await execute(ANSWER, USER, request_id, '{"seq":7}')
    assert not await take(clock, request_id)
    assert await first_result(USER, request_id, b"one") == '{"seq": 7}'


async def test_the_same_id_with_another_body_is_a_conflict(database: str, clock: HandClock) -> None:
    request_id = uuid4()
    await take(clock, request_id)
    assert not await take(clock, request_id, b"two")
    with pytest.raises(Conflict):
        await first_result(USER, request_id, b"two")


async def test_two_learners_may_make_up_the_same_id(database: str, clock: HandClock) -> None:
    request_id = uuid4()
    assert await take(clock, request_id)
    assert await take(clock, request_id, b"two", uuid4())


async def test_who_comes_second_waits_for_the_first_ones_commit(
    database: str, clock: HandClock
) -> None:
    request_id, taken, may_commit = uuid4(), asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with in_transaction():
            assert await take(clock, request_id)
            taken.set()
            await may_commit.wait()
            await execute(ANSWER, USER, request_id, '{"seq":7}')

    async def second() -> str | None:
        await taken.wait()
        async with in_transaction():
            assert not await take(clock, request_id)
            return await first_result(USER, request_id, b"one")

    async def let_it_commit() -> None:
        await until_somebody_waits_for_a_lock()
        may_commit.set()

    _, result, _ = await asyncio.gather(first(), second(), let_it_commit())
    assert result == '{"seq": 7}'


async def test_an_id_whose_first_transaction_failed_is_new_again(
    database: str, clock: HandClock
) -> None:
    request_id = uuid4()
    with pytest.raises(RuntimeError):
        await take_and_fail(clock, request_id)
    assert await take(clock, request_id)


async def take_and_fail(clock: HandClock, request_id: UUID) -> None:
    async with in_transaction():
        await take(clock, request_id)
        raise RuntimeError
