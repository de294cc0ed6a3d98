"""A transaction gives its connection back and is over, whatever PostgreSQL's loss cut it off at."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from tortoise.backends.asyncpg.client import TransactionWrapper
from tortoise.context import TortoiseContext
from tortoise.transactions import in_transaction

from app.platform.database import parse_address, tortoise_config
from app.platform.outages import DATABASE_AWAY
from app.platform.sql import execute, fetch
from app.platform.tasks import in_transaction_now

POOL_SIZE = 2
END_MYSELF = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.fixture
async def small_pool(postgres_url: str) -> AsyncIterator[str]:
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(postgres_url, pool_size=POOL_SIZE))
        await execute("CREATE TABLE kept (number int)")
        yield postgres_url
        await execute("DROP TABLE kept")


async def all_of_the_pool_can_be_used() -> None:
    barrier = asyncio.Barrier(POOL_SIZE)

    async def use() -> None:
        async with in_transaction():
            await fetch("SELECT 1")
            await barrier.wait()

    async with asyncio.timeout(10):
        await asyncio.gather(*(use() for _ in range(POOL_SIZE)))


async def test_what_is_committed_stays_and_what_failed_is_undone(small_pool: str) -> None:
    async with in_transaction():
        assert in_transaction_now()
        await execute("INSERT INTO kept VALUES (1)")
    with pytest.raises(LookupError):
        await keep_and_fail()
    assert not in_transaction_now()
    assert await fetch("SELECT number FROM kept") == [{"number": 1}]
    await all_of_the_pool_can_be_used()


async def test_a_begin_that_fails_gives_its_connection_back(
    small_pool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = await asyncpg.connect(**parse_address(small_pool))
    begin = TransactionWrapper.begin

    async def after_its_session_ended(self: TransactionWrapper) -> None:
        process_id = self._connection.get_server_pid()
        await beside.execute("SELECT pg_terminate_backend($1)", process_id)
        await begin(self)

    with monkeypatch.context() as patched:
        patched.setattr(TransactionWrapper, "begin", after_its_session_ended)
        for _ in range(POOL_SIZE * 2):
            with pytest.raises(DATABASE_AWAY):
                async with asyncio.timeout(10), in_transaction():
                    pass
            assert not in_transaction_now()
    await beside.close()
    await all_of_the_pool_can_be_used()


async def test_a_transaction_whose_connection_is_lost_is_over(small_pool: str) -> None:
    for _ in range(POOL_SIZE * 2):
        with pytest.raises(DATABASE_AWAY):
            async with in_transaction():
                await fetch(END_MYSELF)
        assert not in_transaction_now()
        assert await fetch("SELECT 1 AS one") == [{"one": 1}]
    await all_of_the_pool_can_be_used()


async def test_what_was_raised_inside_is_not_hidden_by_a_lost_connection(small_pool: str) -> None:
    with pytest.raises(LookupError):
        await lose_connection_and_fail()
    await all_of_the_pool_can_be_used()


async def test_a_commit_whose_connection_was_lost_is_raised(small_pool: str) -> None:
    with pytest.raises(DATABASE_AWAY):
        await keep_and_lose_connection()
    assert await fetch("SELECT number FROM kept") == []


async def keep_and_fail() -> None:
    async with in_transaction():
        await execute("INSERT INTO kept VALUES (2)")
        raise LookupError


async def lose_connection_and_fail() -> None:
    async with in_transaction():
        with pytest.raises(DATABASE_AWAY):
            await fetch(END_MYSELF)
        raise LookupError


async def keep_and_lose_connection() -> None:
    async with in_transaction():
        await execute("INSERT INTO kept VALUES (1)")
        with pytest.raises(DATABASE_AWAY):
            await fetch(END_MYSELF)
