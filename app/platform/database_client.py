"""Tortoise's client for PostgreSQL, whose connections always come back to the pool.

Tortoise's own keeps the connection where BEGIN fails: the pool is smaller by one from then on, and
a few outages leave nothing of it. And where giving it back fails, the task goes on in a transaction
that is over. Whoever waits for a PostgreSQL that stands still is let go (`Standstill`).
"""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    PoolConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections

from app.platform.database_standstill import Standstill
from app.platform.outages import DATABASE_AWAY

# What of a pool's options says where PostgreSQL is, and who asks.
ADDRESS = ("host", "port", "user", "password", "database", "ssl")


class LentConnection(PoolConnectionWrapper[PoolConnectionProxy]):
    """A connection of the pool for one statement."""

    def __init__(self, database: "PostgresClient", pool_init_lock: asyncio.Lock) -> None:
        super().__init__(database, pool_init_lock)
        self._standstill = database.standstill

    async def __aenter__(self) -> PoolConnectionProxy:
        await self.ensure_connection()
        self._pool = self.client._pool  # noqa: SLF001 - no public way to it
        self._lent = await self._standstill.lend(self._pool)
        return self._lent

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._standstill.take_back(self._pool, self._lent, answered=error is None)


class PooledTransaction(TransactionContextPooled):
    """One transaction on a connection of the pool."""

    def __init__(self, database: "PostgresClient", pool_init_lock: asyncio.Lock) -> None:
        super().__init__(TransactionWrapper(database), pool_init_lock)
        self._database = database

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool = self._database._pool  # noqa: SLF001 - no public way to it
        assert pool is not None, "ensure_connection made it"
        self._pool = pool
        self._connection = await self._database.standstill.lend(pool)
        self.client._connection = self._connection  # noqa: SLF001 - as Tortoise's own does it
        try:
            await self.client.begin()
        except BaseException:
            await self._give_back(lost=True)
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        lost = True
        try:
            if error is None:
                await self.client.commit()
                lost = False
            else:
                # PostgreSQL itself undoes what a lost connection began: `error` is what to raise.
                with suppress(*DATABASE_AWAY):
                    await self.client.rollback()
                    lost = False
        finally:
            get_connections().reset(self.token)
            await self._give_back(lost=lost)

    async def _give_back(self, *, lost: bool) -> None:
        # Where this is refused the pool has it back already.
        with suppress(*DATABASE_AWAY):
            if lost:
                self._connection.terminate()
        with suppress(*DATABASE_AWAY):
            await self._database.standstill.take_back(
                self._pool, self._connection, answered=not lost
            )


class PostgresClient(AsyncpgDBClient):
    """Found by Tortoise under the engine `app.platform.database_client`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - Tortoise's own
        super().__init__(*arguments, **options)
        self.standstill = Standstill(self.ask_beside)
        self._address: dict[str, Any] = {}

    def acquire_connection(self) -> LentConnection:
        """Return a connection for one statement, outside a transaction."""
        return LentConnection(self, self._pool_init_lock)

    async def create_pool(self, **options: Any) -> asyncpg.Pool:  # noqa: ANN401 - Tortoise's own
        """Return a pool, and keep its address."""
        self._address = {name: options[name] for name in ADDRESS if name in options}
        return await super().create_pool(**options)

    async def _close(self) -> None:
        await self.standstill.end()
        await super()._close()

    async def ask_beside(self) -> None:
        """Ask PostgreSQL for something on a connection of its own."""
        connection = await asyncpg.connect(**self._address)
        try:
            await connection.execute("SELECT 1")
        finally:
            connection.terminate()

    def _in_transaction(self) -> TransactionContext:
        return PooledTransaction(self, self._pool_init_lock)


client_class = PostgresClient
