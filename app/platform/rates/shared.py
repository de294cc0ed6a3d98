"""Counting over all replicas, by the `limits` library on the first Redis of REDIS_URL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from limits.aio.storage import RedisStorage
from redis.exceptions import RedisError

from app.platform.logging import logger
from app.platform.rates.local import LocalCounting
from app.platform.rates.rate import Left, Rate, Window, left
from app.platform.redis import open_first_pool

log = logger(__name__)

PREFIX = "dorandoran:rate"
# Nobody waits longer for a Redis that hangs, and then for so long nobody waits at all.
PATIENCE = 0.25
AWAY_SECONDS = 5.0


class SharedCounting:
    """Counts in Redis; while that is away in this process, so that a limit is never open."""

    def __init__(self, storage: RedisStorage, local: LocalCounting) -> None:
        self._storage = storage
        self._local = local
        self._away_until = 0.0

    async def count(self, what: str, whom: str, rate: Rate) -> Left:
        """Count one more, unless that is too many."""
        if monotonic() >= self._away_until:
            try:
                async with asyncio.timeout(PATIENCE):
                    return await self._count(f"{what}:{whom}", rate)
            except (RedisError, OSError, TimeoutError) as error:
                # Of all that waited for it together the first one says so.
                if monotonic() >= self._away_until:
                    log.warning("rates_counted_locally", reason=type(error).__name__)
                self._away_until = monotonic() + AWAY_SECONDS
        return await self._local.count(what, whom, rate)

    async def _count(self, key: str, rate: Rate) -> Left:
        taken = await self._storage.acquire_sliding_window_entry(key, rate.limit, rate.seconds)
        window = Window(*await self._storage.get_sliding_window(key, rate.seconds))
        return left(rate, window, taken=taken)


@asynccontextmanager
async def open_counting(redis_url: str, local: LocalCounting) -> AsyncIterator[SharedCounting]:
    """Hold connections of their own: others' may wait longer than a limit is worth."""
    pool = open_first_pool(redis_url)
    try:
        storage = RedisStorage(
            # The address is the pool's; this one only names the kind of server.
            "redis://",
            implementation="redispy",
            key_prefix=PREFIX,
            connection_pool=pool,  # type: ignore[arg-type]
        )
        yield SharedCounting(storage, local)
    finally:
        await pool.disconnect()
