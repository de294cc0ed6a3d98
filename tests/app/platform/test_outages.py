"""What PostgreSQL raises while it is away is known as such; a fault of our own is not."""

import asyncpg
import pytest
from tortoise.exceptions import DBConnectionError, OperationalError

from app.platform.database import parse_address
from app.platform.outages import DATABASE_AWAY


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


@pytest.mark.parametrize("error", [ValueError(), KeyError(), RuntimeError(), LookupError()])
def test_a_fault_of_our_own_is_no_outage(error: Exception) -> None:
    assert not isinstance(error, DATABASE_AWAY)


async def test_a_connection_that_the_server_ends_raises_one(postgres_url: str) -> None:
    connection = await asyncpg.connect(**parse_address(postgres_url))
    with pytest.raises(DATABASE_AWAY):
        await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    await connection.close()
