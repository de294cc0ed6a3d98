"""Whether a connection still leads to the master that Sentinel names.

redis-py asks Sentinel only when it connects. A master that hangs, is replaced and wakes takes
commands on the connections it still has, for seconds, and forgets them all.
"""

import asyncio
import re
from typing import cast

from redis.asyncio.connection import AbstractConnection, ConnectionPool
from redis.asyncio.sentinel import SentinelConnectionPool
from redis.exceptions import RedisError

from realtime.errors import BrokerUnavailable


def leads_elsewhere(connection: AbstractConnection, pool: ConnectionPool) -> bool:
    """Whether Sentinel named another master, when last asked, than the one connected to."""
    return (
        isinstance(pool, SentinelConnectionPool)
        and pool.master_address is not None
        and cast("tuple[object, object]", pool.master_address)
        != (getattr(connection, "host", None), getattr(connection, "port", None))
    )


async def ask_sentinel(pool: ConnectionPool, seconds: float) -> None:
    """Ask Sentinel for the master again, where the pool has one; no answer changes nothing."""
    if not isinstance(pool, SentinelConnectionPool):
        return
    try:
        async with asyncio.timeout(seconds):
            await pool.get_master_address()  # type: ignore[no-untyped-call]
    except (RedisError, OSError, TimeoutError):
        # The master may be well though no Sentinel answers.
        return


def is_from_a_replica(error: Exception) -> bool:
    """Whether Redis refused because it is no master any more."""
    return re.search(r"(?:^|-)READONLY\b|read only replica", str(error)) is not None


def as_unavailable(error: Exception) -> BrokerUnavailable:
    """Return what a caller is told of an error of the connection; never empty."""
    return BrokerUnavailable(str(error) or type(error).__name__)
