"""Bringing the schema to its newest form, one process at a time."""

import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget

import migrations
from app.platform.database import APP_LABEL, connect, tortoise_config

# Any fixed number will do, as long as nothing else in this database uses it.
MIGRATION_LOCK = 0x646F72616E


# Between two statements Tortoise works out what the models were like then, which takes seconds on a
# machine that is busy.
IDLE_SECONDS = 120

# What people call the two ends of the history, and what Tortoise does.
ENDS = {"latest": "__latest__", "zero": "__first__"}


class SchemaBehindError(Exception):
    """The database lacks migrations that this code needs."""


class UnknownMigrationError(Exception):
    """There is no migration of that name."""


async def migrate(url: str, *, target: str = "__latest__") -> list[str]:
    """Apply every pending migration, or go to `target`: a name, `latest`, or `zero` for nothing.

    Runs under a PostgreSQL advisory lock: a second process waits and then finds nothing to do.
    Returns the names of the migrations that were applied or undone, in order.
    Raises `DatabaseUnreachableError` and `UnknownMigrationError`.
    """
    target = ENDS.get(target, target)
    if target not in {*known_migrations(), *ENDS.values()}:
        raise UnknownMigrationError(
            f"there is no migration {target}: give latest, zero, or one of "
            + ", ".join(known_migrations())
        )
    holder = await connect(url)
    try:
        await holder.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        async with _own_connection(url) as connection:
            executor = MigrationExecutor(connection, tortoise_config(url)["apps"])
            goal = [MigrationTarget(app_label=APP_LABEL, name=target)]
            plan = await executor.plan(goal)
            await executor.migrate(goal)
            return [step.migration.name for step in plan]
    finally:
        await holder.close()


def known_migrations() -> list[str]:
    """Return the names of the migrations this code has, in order."""
    modules = pkgutil.iter_modules(migrations.__path__)
    return sorted(module.name for module in modules if module.name[0].isdigit())


async def pending_migrations(connection: BaseDBAsyncClient | None = None) -> list[str]:
    """Return the migrations this code knows and the database has not had, in order.

    A database ahead of this code has none pending: the newer release expanded it first.
    """
    connection = connection or get_connection("default")
    known = known_migrations()
    _, (row,) = await connection.execute_query(
        "SELECT to_regclass('tortoise_migrations') IS NOT NULL AS there"
    )
    if not row["there"]:
        return known
    _, rows = await connection.execute_query(
        "SELECT name FROM tortoise_migrations WHERE app = $1", [APP_LABEL]
    )
    applied = {row["name"] for row in rows}
    return [name for name in known if name not in applied]


async def pending_at(url: str) -> list[str]:
    """Return what `pending_migrations` does, over a connection of its own."""
    async with _own_connection(url) as connection:
        return await pending_migrations(connection)


@asynccontextmanager
async def _own_connection(url: str) -> AsyncIterator[BaseDBAsyncClient]:
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, pool_size=2, idle_seconds=IDLE_SECONDS))
        yield context.connections.get("default")
