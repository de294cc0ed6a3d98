"""Something that happens to an account while a request about it is under way, to the moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias
from uuid import UUID

import asyncpg

from app.platform.database import parse_address

Beside: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

LOCK = "SELECT FROM users WHERE id = $1 FOR UPDATE"
WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"
# What a suspension, a reset and a deletion do, once they have locked the user.
END_EVERYTHING = (
    "UPDATE tickets SET used_at = now() WHERE user_id = $1 AND used_at IS NULL",
    "SELECT FROM sessions WHERE user_id = $1 FOR UPDATE",
)


@asynccontextmanager
async def holding_user(database: str, user_id: UUID) -> AsyncIterator[Beside]:
    """Lock a user, as every change of an account does first; commit when left."""
    connection = await asyncpg.connect(**parse_address(database))
    try:
        async with connection.transaction():
            await connection.execute(LOCK, user_id)
            yield connection
    finally:
        await connection.close()


async def end_everything(beside: Beside, user_id: UUID) -> None:
    """Take what the user holds, in the transaction that has locked them."""
    for statement in END_EVERYTHING:
        await beside.execute(statement, user_id)


async def somebody_waits(beside: Beside) -> None:
    """Return once a request has come as far as the lock that is held."""
    async with asyncio.timeout(10):
        while not await beside.fetchval(WAITING):  # noqa: ASYNC110 - PostgreSQL tells nobody
            await asyncio.sleep(0.005)
