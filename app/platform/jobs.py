"""The one place that knows arq: putting jobs into its queues.

arq is only the alarm clock (operations.md, Jobs): what must happen is a row, which is swept when
an alarm was lost.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
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
    redis = ArqRedis(
        open_first_pool(redis_url), job_serializer=write_job, job_deserializer=read_job
    )
    # As `from_pool` has it, which takes no serialiser: the pool is this client's own.
    redis.auto_close_connection_pool = True
    return redis


def write_job(job: dict[str, Any]) -> bytes:
    """Return a job or its result as MessagePack, an exception by its name alone.

    arq would pickle: reading that runs whatever somebody put into Redis.
    """
    return msgspec.msgpack.encode(job, enc_hook=_name_of_type)


def read_job(data: bytes) -> dict[str, Any]:
    """Return what `write_job` wrote. Raises `msgspec.DecodeError`."""
    return msgspec.msgpack.decode(data, type=dict[str, Any])


def _name_of_type(value: object) -> str:
    return type(value).__name__


@asynccontextmanager
async def open_queue(redis_url: str) -> AsyncIterator[JobQueue]:
    """Hold a connection to the queue; it connects when first used."""
    redis = open_arq(redis_url)
    try:
        yield JobQueue(redis)
    finally:
        await redis.aclose()
