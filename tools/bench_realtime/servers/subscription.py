"""How the peers hear from Redis: its pub/sub, without order, offsets or recovery."""

from collections.abc import AsyncIterator

from redis.asyncio import Redis

CHANNEL = "bench:plain"


async def publications(redis_url: str) -> AsyncIterator[str]:
    """Yield what is published, until closed."""
    async with Redis.from_url(redis_url) as redis, redis.pubsub() as subscription:
        await subscription.subscribe(CHANNEL)
        async for message in subscription.listen():
            if message["type"] == "message":
                yield message["data"].decode()
