"""Redis: opening its clients and asking whether it answers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.asyncio.connection import ConnectionPool
from redis.exceptions import RedisError

from realtime.redis.addresses import hosts_of, is_verified, open_redis_clients, separate


class RedisUnreachableError(Exception):
    """Redis does not answer at its address; the text says what was tried, without secrets."""


@dataclass(frozen=True, slots=True)
class RedisAddress:
    """One of the addresses of REDIS_URL."""

    text: str

    @property
    def hosts(self) -> list[str]:
        """The server, or the Sentinels that name one; none of a unix socket."""
        return hosts_of(self.text)

    @property
    def is_named_by_sentinels(self) -> bool:
        """Whether the server is elsewhere, where Sentinels say."""
        return "+sentinel" in self.text.partition("://")[0]

    @property
    def is_verified(self) -> bool:
        """Whether it speaks TLS and its certificate must be its own."""
        return is_verified(self.text)


def addresses_of(text: str) -> list[RedisAddress]:
    """Return the addresses that REDIS_URL holds, in their order."""
    return [RedisAddress(each) for each in separate(text)]


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
