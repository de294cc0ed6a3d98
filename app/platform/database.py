"""PostgreSQL through Tortoise: its address, opening and closing, and whether it answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.connection import get_connection

from app.platform.database_tls import tls_of
from app.platform.outages import DATABASE_AWAY

APP_LABEL = "dorandoran"
MODEL_MODULES = (
    "app.platform.models",
    "app.platform.audit.models",
    "app.platform.mail.models",
    "app.accounts.models",
    "app.accounts.tickets.models",
    "app.accounts.events.models",
    "app.accounts.factors.models",
    "app.accounts.oauth.models",
    "app.accounts.sessions.models",
    "app.accounts.signing_in.models",
    "app.rooms.models",
    "app.tutor.models",
    "app.study.models",
    "app.costs.models",
)
# A process that stands still, or a machine that is gone without a word, in the middle of a
# transaction holds its rows no longer than this: less than a lease, so that its turns are taken
# over in time. Between two statements of ours lies no more than a moment.
IDLE_IN_TRANSACTION_SECONDS = 4


class DatabaseUnreachableError(Exception):
    """PostgreSQL does not answer at its address; the text says what was tried, without secrets."""


def parse_address(url: str) -> dict[str, Any]:
    """Return asyncpg's connection arguments for a `postgresql://` URL (libpq's URI form).

    A `host` among the query's parameters is a directory of a unix socket. Of TLS it says what
    `tls_of` reads. Raises `ValueError` where the URL is not of that form.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    address: dict[str, Any] = {
        "host": query.pop("host", None) or parts.hostname or "localhost",
        "port": parts.port or int(query.pop("port", "5432")),
        "user": unquote(parts.username or "") or query.pop("user", "postgres"),
        "password": unquote(parts.password or "") or query.pop("password", None),
        "database": unquote(parts.path.lstrip("/")) or "postgres",
    }
    tls = tls_of(query)
    if tls is not None:
        address["ssl"] = tls
    return address


def tortoise_config(
    url: str, *, pool_size: int = 10, idle_seconds: int = IDLE_IN_TRANSACTION_SECONDS
) -> dict[str, Any]:
    """Return Tortoise's configuration: one connection, one app, every room's models.

    A transaction in which nothing happens for `idle_seconds` is ended.
    """
    return {
        "connections": {
            "default": {
                "engine": "app.platform.database_client",
                "credentials": {
                    **parse_address(url),
                    "minsize": 1,
                    "maxsize": pool_size,
                    "timeout": 10,
                    "command_timeout": 30,
                    "application_name": "dorandoran",
                    "server_settings": {"idle_in_transaction_session_timeout": f"{idle_seconds}s"},
                },
            }
        },
        "apps": {
            APP_LABEL: {
                "models": list(MODEL_MODULES),
                "migrations": "migrations",
                "default_connection": "default",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def open_database(url: str, *, pool_size: int = 10) -> AsyncIterator[None]:
    """Hold the connection pool open for the process.

    Raises `DatabaseUnreachableError` where PostgreSQL does not answer.
    """
    await check_database(url)
    # The global fallback lets every task of the process find the pool, whoever started it.
    await Tortoise.init(
        config=tortoise_config(url, pool_size=pool_size), _enable_global_fallback=True
    )
    try:
        yield
    finally:
        await Tortoise.close_connections()


async def connect(url: str, *, seconds: float = 5) -> "asyncpg.Connection[asyncpg.Record]":
    """Return a connection beside the pool, which the caller closes.

    Raises `DatabaseUnreachableError` after `seconds` or at the first refusal.
    """
    address = parse_address(url)
    try:
        return await asyncpg.connect(**address, timeout=seconds)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        where = f"{address['host']}:{address['port']}/{address['database']}"
        reason = str(error) or type(error).__name__
        raise DatabaseUnreachableError(
            f"PostgreSQL at {where} does not answer: {reason}"
        ) from error


async def check_database(url: str, *, seconds: float = 5) -> str:
    """Connect once and return the server's version.

    Raises `DatabaseUnreachableError` after `seconds` or at the first refusal.
    """
    connection = await connect(url, seconds=seconds)
    try:
        return str(await connection.fetchval("SHOW server_version"))
    finally:
        await connection.close()


async def database_answers(*, seconds: float = 2) -> bool:
    """Say whether the open pool answers within `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            await get_connection("default").execute_query("SELECT 1")
    except DATABASE_AWAY:
        return False
    return True
