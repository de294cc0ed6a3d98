"""Counting over all replicas, by the `limits` library on the first Redis of REDIS_URL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from limits.aio.storage import RedisStorage
from redis.exceptions import RedisError

from app.platform.logging import logger
from app.platform.patience import patience
from app.platform.rates.local import LocalCounting
from app.platform.rates.rate import Left, Rate, Window, left
from app.platform.redis import open_first_pool

log = logger(__name__)

PREFIX = "dorandoran:rate"
# Nobody waits longer for a Redis that hangs, and then for so long only one tries it again.
PATIENCE = 0.25
AWAY_SECONDS = 5.0
# Each that asks has a connection, and those are opened one after the other: a hundred who come at
# once would wait for them longer than for any answer.
AT_ONCE = 8


class SharedCounting:
    """Counts in Redis; while that is away in this process, so that a limit is never open."""

    def __init__(self, storage: RedisStorage, local: LocalCounting) -> None:
        self._storage = storage
        self._local = local
        self._line = asyncio.Semaphore(AT_ONCE)
        self._is_away = False
        self._asked_again_at = 0.0

    async def count(self, what: str, whom: str, rate: Rate) -> Left:
        """Count one more, unless that is too many."""
        try:
            async with patience(PATIENCE):
                await self._line.acquire()
        except TimeoutError:
            # It answers, if slowly: this one is counted here, and nothing is said of it.
            return await self._local.count(what, whom, rate)
        try:
            counted = await self._ask(f"{what}:{whom}", rate)
        finally:
            self._line.release()
        return counted or await self._local.count(what, whom, rate)

    async def _ask(self, key: str, rate: Rate) -> Left | None:
        """Return what Redis says; None: it is away."""
        # Looked at only now: it may have been lost while this one stood in line.
        was_away = self._is_away
        if was_away:
            if monotonic() < self._asked_again_at:
                return None
            self._asked_again_at = monotonic() + AWAY_SECONDS
        try:
            async with patience(PATIENCE):
                counted = await self._count(key, rate)
        except (RedisError, OSError, TimeoutError) as error:
            self._asked_again_at = monotonic() + AWAY_SECONDS
            if not self._is_away:
                self._is_away = True
                log.warning("rates_counted_locally", reason=type(error).__name__)
            return None
        if was_away:
            self._is_away = False
            log.info("rates_counted_together")
        return counted

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
