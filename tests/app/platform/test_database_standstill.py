"""Whoever waits for a PostgreSQL that stands still is let go; whoever waits for a long answer not.

Here it is said to answer others or not; tests/faults/test_standstill.py lets a real one stand
still.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import cast

import asyncpg
import pytest
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.transactions import in_transaction

from app.platform.database import tortoise_config
from app.platform.database_client import PostgresClient
from app.platform.database_standstill import DatabaseStandsStillError, Standstill
from app.platform.outages import DATABASE_AWAY, is_connection_lost
from app.platform.sql import fetch

POOL_SIZE = 2
FOREVER = "SELECT pg_sleep(3600)"


class Postgres:
    """What is said to whoever looks: nothing, until it answers."""

    def __init__(self) -> None:
        self.answering = asyncio.Event()
        self.looked = asyncio.Event()
        self.refusal: Exception | None = None

    async def answer(self) -> None:
        self.looked.set()
        await self.answering.wait()
        if self.refusal is not None:
            raise self.refusal


@pytest.fixture
async def others(postgres_url: str) -> AsyncIterator[Postgres]:
    postgres = Postgres()
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(postgres_url, pool_size=POOL_SIZE))
        the_client().standstill = Standstill(postgres.answer, look_after=0.01, answer_within=0.01)
        yield postgres


def the_client() -> PostgresClient:
    return cast("PostgresClient", get_connection("default"))


async def sleep_in_transaction() -> None:
    async with in_transaction():
        await fetch(FOREVER)


async def all_of_the_pool_can_be_used() -> None:
    async with asyncio.timeout(10):
        await asyncio.gather(*(fetch("SELECT 1") for _ in range(POOL_SIZE * 2)))


async def test_a_statement_that_takes_long_is_left_alone_while_others_are_answered(
    others: Postgres,
) -> None:
    others.answering.set()
    await fetch("SELECT pg_sleep(0.2)")
    assert others.looked.is_set()


async def test_so_it_is_where_others_are_refused(others: Postgres) -> None:
    others.answering.set()
    others.refusal = asyncpg.TooManyConnectionsError("sorry, too many clients already")
    await fetch("SELECT pg_sleep(0.2)")
    assert others.looked.is_set()


async def test_so_it_is_while_the_pool_itself_is_answered(others: Postgres) -> None:
    """As behind a proxy of connections that keeps whoever comes new waiting."""

    client = the_client()

    async def answer_others_only() -> None:
        # By name: whoever looks does so outside of the context of this test.
        await client.execute_query("SELECT 1")
        others.looked.set()
        raise TimeoutError

    client.standstill = Standstill(answer_others_only, look_after=0.01)
    await fetch("SELECT pg_sleep(0.2)")
    assert others.looked.is_set()


async def test_so_it_is_where_this_process_itself_stood_still(others: Postgres) -> None:
    async def answer_after_a_standstill_of_ours() -> None:
        others.looked.set()
        time.sleep(0.1)  # noqa: ASYNC251 - that is the standstill
        await asyncio.sleep(0.001)

    the_client().standstill = Standstill(
        answer_after_a_standstill_of_ours, look_after=0.01, answer_within=0.05
    )
    await fetch("SELECT pg_sleep(0.2)")
    assert others.looked.is_set()


async def test_whoever_waits_is_let_go_in_a_statement_a_transaction_and_for_the_pool(
    others: Postgres,
) -> None:
    async with asyncio.timeout(10):
        outcomes = await asyncio.gather(
            fetch(FOREVER),
            sleep_in_transaction(),
            *(fetch("SELECT 1") for _ in range(3)),
            return_exceptions=True,
        )
    assert all(isinstance(one, DATABASE_AWAY) and is_connection_lost(one) for one in outcomes), (
        outcomes
    )


async def test_until_it_answers_again_nobody_waits_and_then_all_of_the_pool_is_there(
    others: Postgres,
) -> None:
    with pytest.raises(DATABASE_AWAY):
        await fetch(FOREVER)
    with pytest.raises(DatabaseStandsStillError):
        await fetch("SELECT 1")
    with pytest.raises(DatabaseStandsStillError):
        await sleep_in_transaction()
    others.answering.set()
    async with asyncio.timeout(10):
        while True:
            try:
                await fetch("SELECT 1")
            except DatabaseStandsStillError:
                await asyncio.sleep(0.01)
            else:
                break
    await all_of_the_pool_can_be_used()


async def test_whoever_gives_up_waiting_meanwhile_gives_their_connection_back(
    others: Postgres,
) -> None:
    """A statement that is given up asks PostgreSQL to cancel it, which is not answered either."""
    others.answering.set()
    for _ in range(POOL_SIZE * 2):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await fetch(FOREVER)
    await all_of_the_pool_can_be_used()


async def test_the_client_itself_asks_on_a_connection_of_its_own(postgres_url: str) -> None:
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(postgres_url, pool_size=1))
        client = the_client()
        async with in_transaction():
            await fetch("SELECT 1")
            async with asyncio.timeout(10):
                await client.ask_beside()
