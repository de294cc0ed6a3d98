"""The one place that knows arq: putting jobs into its queues.

arq is only the alarm clock (operations.md, Jobs): what must happen is a row, which is swept when
an alarm was lost.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from arq.connections import ArqRedis
from redis.exceptions import RedisError

from app.platform.logging import logger
from app.platform.redis import open_first_pool

log = logger(__name__)

ON_DEMAND = "dorandoran:on-demand"
BATCH = "dorandoran:batch"
# A turn waits for its alarm; one that is lost is made up for by the sweep.
RING_SECONDS = 1.0


class JobQueue:
    """Sets alarms for the on-demand worker."""

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis

    async def ring(self, job: str, subject: str) -> None:
        """Ask for `job` about `subject`, an id; the same job about it waits at most once.

        While Redis is away, or hangs, nothing rings: the sweep finds the row.
        """
        try:
            async with asyncio.timeout(RING_SECONDS):
                await self._redis.enqueue_job(
                    job, subject, _job_id=f"{job}:{subject}", _queue_name=ON_DEMAND
                )
        except (RedisError, OSError) as error:
            log.warning("alarm_lost", job=job, error=type(error).__name__)


def open_arq(redis_url: str) -> ArqRedis:
    """Return arq's client for the Redis that keeps the queues, the first of REDIS_URL.

    arq's own settings know fewer forms of an address, and wait without end for a Redis that hangs.
    """
    # Typed as redis-py's own class, it makes the class that it is called on.
    return cast("ArqRedis", ArqRedis.from_pool(open_first_pool(redis_url)))


@asynccontextmanager
async def open_queue(redis_url: str) -> AsyncIterator[JobQueue]:
    """Hold a connection to the queue; it connects when first used."""
    redis = open_arq(redis_url)
    try:
        yield JobQueue(redis)
    finally:
        await redis.aclose()
