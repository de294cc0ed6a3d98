"""Redis: opening its clients and asking whether it answers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from redis.asyncio import Redis
from redis.asyncio.connection import ConnectionPool
from redis.exceptions import RedisError

from realtime.redis.addresses import open_redis_clients


class RedisUnreachableError(Exception):
    """Redis does not answer at its address; the text says what was tried, without secrets."""


def refuse_unreadable_address(text: str) -> None:
    """Raise `ValueError`, saying what to do, where REDIS_URL may not be `text`."""
    open_redis_clients(text)


def open_first_pool(text: str) -> ConnectionPool:
    """Return connections to the first Redis of REDIS_URL, which keeps what is not a channel's."""
    return open_redis_clients(text)[0].connection_pool


@asynccontextmanager
async def open_first_redis(text: str, *, seconds: float) -> AsyncIterator[Redis]:
    """Hold a client for the first Redis of REDIS_URL that waits `seconds` for an answer at most."""
    first = open_redis_clients(text, connect_timeout=seconds, answer_timeout=seconds)[0]
    try:
        yield first
    finally:
        await first.aclose()


@asynccontextmanager
async def open_redis(text: str) -> AsyncIterator[list[Redis]]:
    """Hold a client for each address of REDIS_URL, in their order; they connect when first used.

    Raises `ValueError` where it is of no known form.
    """
    async with AsyncExitStack() as stack:
        clients = open_redis_clients(text)
        for client in clients:
            stack.push_async_callback(client.aclose)
        yield clients


async def check_redis(text: str) -> str:
    """Connect once to each Redis of REDIS_URL and return the server's version, or their versions.

    Raises `RedisUnreachableError` where one does not answer.
    """
    versions: list[str] = []
    async with open_redis(text) as clients:
        for number, client in enumerate(clients, start=1):
            which = "Redis" if len(clients) == 1 else f"Redis {number} of {len(clients)}"
            try:
                information = await client.info("server")
            except (RedisError, OSError) as error:
                reason = str(error) or type(error).__name__
                raise RedisUnreachableError(f"{which} does not answer: {reason}") from error
            versions.append(str(information["redis_version"]))
    return ", ".join(dict.fromkeys(versions))
