"""The schema reaches its newest form from nothing, and goes back down to nothing."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from app.platform.database import DatabaseUnreachableError, parse_address
from app.platform.migration import UnknownMigrationError, migrate, pending_at


@pytest.fixture
async def empty_database(postgres_url: str) -> AsyncIterator[str]:
    connection = await asyncpg.connect(**parse_address(postgres_url))
    await connection.execute("CREATE DATABASE migrated")
    yield postgres_url.replace("/postgres?", "/migrated?")
    await connection.execute("DROP DATABASE migrated WITH (FORCE)")
    await connection.close()


async def tables(url: str) -> set[str]:
    connection = await asyncpg.connect(**parse_address(url))
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    return {row["tablename"] for row in rows}


async def test_an_empty_database_reaches_the_newest_schema_and_goes_back_to_nothing(
    empty_database: str,
) -> None:
    pending = await pending_at(empty_database)
    assert await migrate(empty_database) == pending
    assert await pending_at(empty_database) == []
    assert {"users", "rooms", "turns", "room_events"} <= await tables(empty_database)

    await migrate(empty_database, target="__first__")
    assert await tables(empty_database) == {"tortoise_migrations"}
    assert await pending_at(empty_database) == pending


async def test_a_fresh_database_has_no_account(empty_database: str) -> None:
    await migrate(empty_database)
    connection = await asyncpg.connect(**parse_address(empty_database))
    accounts = await connection.fetchval("SELECT count(*) FROM users")
    await connection.close()
    assert accounts == 0


async def test_two_processes_migrating_at_once_apply_each_migration_once(
    empty_database: str,
) -> None:
    pending = await pending_at(empty_database)
    first, second = await asyncio.gather(migrate(empty_database), migrate(empty_database))
    assert sorted([first, second]) == [[], pending]


async def test_a_migration_that_does_not_exist_is_refused_with_those_that_do(
    empty_database: str,
) -> None:
    with pytest.raises(UnknownMigrationError, match="0001_initial"):
        await migrate(empty_database, target="0000_nothing")
    assert await tables(empty_database) == set()


async def test_the_history_can_be_gone_through_step_by_step(empty_database: str) -> None:
    for name in await pending_at(empty_database):
        assert await migrate(empty_database, target=name) == [name]
    assert await migrate(empty_database, target="latest") == []


# What a database of the first release surely holds.
RELEASED = """
INSERT INTO data_keys (id, wrapped, created_at) VALUES (1, 'sealed', now());
INSERT INTO users (id, nickname, birth_year, email, role, status, language, level, created_at)
VALUES ('00000000-0000-4000-8000-000000000001', '샘', 1995, 'Sam@example.com',
        'user', 'active', 'en', 'beginner', now());
INSERT INTO sessions (id, user_id, created_at, last_used_at)
VALUES ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001',
        now(), now());
"""
# What a process of that release goes on writing while the next one is rolled out.
STILL_WRITTEN = """
INSERT INTO sessions (id, user_id, created_at, last_used_at)
VALUES (gen_random_uuid(), '00000000-0000-4000-8000-000000000001', now(), now())
"""


async def test_what_a_released_database_holds_outlives_the_way_up_and_the_way_back(
    empty_database: str,
) -> None:
    await migrate(empty_database, target="0003_personas")
    connection = await asyncpg.connect(**parse_address(empty_database))
    await connection.execute(RELEASED)

    await migrate(empty_database)
    (session,) = await connection.fetch("SELECT * FROM sessions")
    assert (session["method"], session["second_factor"]) == ("password", False)
    assert await connection.fetchval("SELECT wrapped_by FROM data_keys") == ""
    await connection.execute(STILL_WRITTEN)

    await migrate(empty_database, target="0003_personas")
    assert await connection.fetchval("SELECT count(*) FROM sessions") == 2
    await connection.close()


async def test_a_database_that_does_not_answer_is_said() -> None:
    with pytest.raises(DatabaseUnreachableError):
        await migrate("postgresql://127.0.0.1:1/doran")
