"""What PostgreSQL raises while it is away is known as such; a fault of our own is not."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from tortoise.exceptions import DBConnectionError, OperationalError

from app.platform.database import parse_address
from app.platform.outages import DATABASE_AWAY, is_connection_lost


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        asyncpg.CannotConnectNowError(),
        asyncpg.ConnectionDoesNotExistError(),
        asyncpg.AdminShutdownError(),
        asyncpg.ReadOnlySQLTransactionError(),
        asyncpg.InterfaceError("connection is closed"),
        DBConnectionError("no server"),
        OperationalError("no server"),
    ],
)
def test_an_outage_is_known(error: Exception) -> None:
    assert isinstance(error, DATABASE_AWAY)


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(),
        BrokenPipeError(),
        asyncpg.CannotConnectNowError(),
        asyncpg.ConnectionDoesNotExistError(),
        asyncpg.AdminShutdownError(),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InternalClientError("the protocol is in a failed state"),
        DBConnectionError("no server"),
    ],
)
def test_a_lost_connection_is_told_from_what_was_asked(error: Exception) -> None:
    assert is_connection_lost(error)
    assert is_connection_lost(ExceptionGroup("a turn", [error, ExceptionGroup("in it", [error])]))
    assert not is_connection_lost(ExceptionGroup("a turn", [error, asyncpg.DataError()]))


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        asyncpg.DataError(),
        asyncpg.ClientConfigurationError("no such value"),
        OperationalError("no such column"),
        ValueError(),
    ],
)
def test_what_may_fail_every_time_is_no_lost_connection(error: Exception) -> None:
    assert not is_connection_lost(error)


@pytest.mark.parametrize("error", [ValueError(), KeyError(), RuntimeError(), LookupError()])
def test_a_fault_of_our_own_is_no_outage(error: Exception) -> None:
    assert not isinstance(error, DATABASE_AWAY)


async def test_a_connection_that_the_server_ends_raises_one(postgres_url: str) -> None:
    connection = await asyncpg.connect(**parse_address(postgres_url))
    with pytest.raises(DATABASE_AWAY):
        await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    await connection.close()


async def test_a_connection_that_was_ended_and_is_not_closed_yet_raises_one(
    postgres_url: str,
) -> None:
    address = parse_address(postgres_url)
    ended = asyncio.Event()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_unix_connection(
            Path(address["host"]) / ".s.PGSQL.5432"
        )
        asking = asyncio.create_task(_pump(reader, there_writer))
        # What PostgreSQL says at the end is passed on, its close is not.
        await _pump(there_reader, writer)
        ended.set()
        await asking
        writer.close()
        there_writer.close()

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    connection = await asyncpg.connect(**{**address, "host": "127.0.0.1", "port": port})
    beside = await asyncpg.connect(**address)
    await beside.execute("SELECT pg_terminate_backend($1)", connection.get_server_pid())
    await beside.close()
    await ended.wait()

    with pytest.raises(DATABASE_AWAY):
        await connection.execute("SELECT 1")
    connection.terminate()
    server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while block := await reader.read(65_536):
        writer.write(block)
        await writer.drain()
