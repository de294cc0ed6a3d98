"""Tortoise's client for PostgreSQL, with transactions that always give their connection back.

Tortoise's own keeps the connection where BEGIN fails: the pool is smaller by one from then on, and
a few outages leave nothing of it. And where giving it back fails, the task goes on in a transaction
that is over.
"""

import asyncio
from contextlib import suppress
from types import TracebackType

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections

from app.platform.outages import DATABASE_AWAY


class PooledTransaction(TransactionContextPooled):
    """One transaction on a connection of the pool."""

    def __init__(self, database: AsyncpgDBClient, pool_init_lock: asyncio.Lock) -> None:
        super().__init__(TransactionWrapper(database), pool_init_lock)
        self._database = database

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool = self._database._pool  # noqa: SLF001 - no public way to it
        assert pool is not None, "ensure_connection made it"
        self._pool = pool
        self._connection = await pool.acquire()
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
        # Where both are refused the pool has it back already.
        with suppress(*DATABASE_AWAY):
            if lost:
                self._connection.terminate()
            await self._pool.release(self._connection)


class PostgresClient(AsyncpgDBClient):
    """Found by Tortoise under the engine `app.platform.database_client`."""

    def _in_transaction(self) -> TransactionContext:
        return PooledTransaction(self, self._pool_init_lock)


client_class = PostgresClient
