"""PostgreSQL's address is read, and a database that does not answer is said."""

import asyncio

import pytest
from tortoise.context import TortoiseContext

from app.platform.database import (
    DatabaseUnreachableError,
    check_database,
    connect,
    database_answers,
    parse_address,
    tortoise_config,
)
from app.platform.settings import Settings
from app.platform.sql import fetch


def test_an_address_is_read_part_by_part() -> None:
    assert parse_address("postgresql://sam:p%40ss@database:6432/doran?sslmode=require") == {
        "host": "database",
        "port": 6432,
        "user": "sam",
        "password": "p@ss",
        "database": "doran",
        "ssl": "require",
    }


def test_a_unix_socket_is_a_directory_among_the_parameters() -> None:
    address = parse_address("postgresql://postgres@/doran?host=/tmp/a%20b%2Bc")
    assert (address["host"], address["port"], address["password"]) == ("/tmp/a b+c", 5432, None)


def test_what_is_left_out_is_what_libpq_takes() -> None:
    address = parse_address("postgres://")
    assert (address["host"], address["user"], address["database"]) == (
        "localhost",
        "postgres",
        "postgres",
    )


def test_another_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        parse_address("mysql://database/doran")


async def test_the_version_of_a_database_that_answers(postgres_url: str) -> None:
    assert int((await check_database(postgres_url)).split(".")[0]) >= 14


async def test_a_connection_beside_the_pool_is_the_callers(postgres_url: str) -> None:
    connection = await connect(postgres_url)
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://sam:hunter2@127.0.0.1:1/doran",
        "postgresql://sam:hunter2@no-such-host.invalid/doran",
        "postgresql://sam:hunter2@/doran?host=/nowhere",
    ],
)
async def test_a_database_that_does_not_answer_is_said_without_its_password(url: str) -> None:
    with pytest.raises(DatabaseUnreachableError, match="does not answer") as refused:
        await check_database(url)
    assert "hunter2" not in str(refused.value)


async def test_a_database_that_is_not_there_is_named(postgres_url: str) -> None:
    with pytest.raises(DatabaseUnreachableError, match="nowhere"):
        await check_database(postgres_url.replace("/postgres?", "/nowhere?"))


async def test_something_silent_at_the_address_is_given_up() -> None:
    never = asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await never.wait()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(DatabaseUnreachableError):
            await check_database(f"postgresql://127.0.0.1:{port}/doran", seconds=0.1)
        never.set()


async def test_the_pool_answers_while_the_database_does(database: str) -> None:
    assert await database_answers()


async def test_a_transaction_that_stands_still_is_ended_before_a_lease_is(
    database: str, settings: Settings
) -> None:
    statement = "SELECT EXTRACT(epoch FROM current_setting($1)::interval)::float AS seconds"
    (row,) = await fetch(statement, "idle_in_transaction_session_timeout")
    assert 0 < row["seconds"] < settings.lease_seconds


async def test_a_pool_without_a_database_does_not_answer() -> None:
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config("postgresql://127.0.0.1:1/doran"))
        assert not await database_answers()
