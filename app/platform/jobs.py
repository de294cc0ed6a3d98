"""The one place that knows arq: putting jobs into its queues.

arq is only the alarm clock (operations.md, Jobs): what must happen is a row, which is swept when
an alarm was lost.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from arq.connections import ArqRedis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError

from app.platform.logging import logger

log = logger(__name__)

ON_DEMAND = "dorandoran:on-demand"
BATCH = "dorandoran:batch"


class JobQueue:
    """Sets alarms for the on-demand worker."""

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis

    async def ring(self, job: str, subject: str) -> None:
        """Ask for `job` about `subject`, an id; the same job about it waits at most once.

        While Redis is away nothing rings: the sweep finds the row.
        """
        try:
            await self._redis.enqueue_job(
                job, subject, _job_id=f"{job}:{subject}", _queue_name=ON_DEMAND
            )
        except (RedisError, OSError) as error:
            log.warning("alarm_lost", job=job, error=type(error).__name__)


@asynccontextmanager
async def open_queue(redis_url: str) -> AsyncIterator[JobQueue]:
    """Hold a connection to the queue; it connects when first used."""
    redis = ArqRedis.from_url(
        redis_url,
        socket_connect_timeout=2,
        socket_timeout=5,
        # A connection from before Redis restarted is found broken only when it is used.
        retry=Retry(ExponentialBackoff(cap=0.2, base=0.02), retries=2),
        retry_on_error=[ConnectionLost],
    )
    try:
        yield JobQueue(redis)
    finally:
        await redis.aclose()
