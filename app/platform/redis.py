"""Redis: opening a client and asking whether it answers."""

import redis.asyncio as redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError


class RedisUnreachableError(Exception):
    """Redis does not answer at its address; the text says what was tried, without secrets."""


def open_redis(url: str) -> redis.Redis:
    """Return a client for `url`; it connects when first used and again after every loss.

    Raises `ValueError` where the URL is of no form redis-py knows.
    """
    return redis.Redis.from_url(  # type: ignore[no-any-return]
        url,
        socket_connect_timeout=2,
        socket_timeout=5,
        # redis-py's own health check calls itself without end at a server that accepts and closes,
        # as a load balancer with nothing behind it does.
        health_check_interval=0,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.02), retries=2),
        retry_on_error=[ConnectionLost],
    )


async def check_redis(url: str) -> str:
    """Connect once and return the server's version.

    Raises `RedisUnreachableError` where nothing answers.
    """
    client = open_redis(url)
    try:
        information = await client.info("server")
    except (RedisError, OSError) as error:
        reason = str(error) or type(error).__name__
        raise RedisUnreachableError(f"Redis does not answer: {reason}") from error
    finally:
        await client.aclose()
    return str(information["redis_version"])
