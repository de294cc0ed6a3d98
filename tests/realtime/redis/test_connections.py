"""Who is cancelled while a command goes to Redis ends, in whatever moment that comes."""

import asyncio

import pytest

from realtime.redis.addresses import open_redis_clients

# From before the task has begun until long after its command was sent; which of them it is that
# comes between the two depends on the library.
MOMENTS = range(12)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_command_that_is_cancelled_ends(empty_redis: str, moment: int) -> None:
    (client,) = open_redis_clients(empty_redis)
    try:
        await client.ping()
        waiting = asyncio.create_task(client.execute_command("BLPOP", "nothing", 2))  # type: ignore[no-untyped-call]
        for _ in range(moment):
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert waiting.cancelled()
        # Nor is its answer taken for another's.
        assert await client.echo("still here") == b"still here"
    finally:
        await client.aclose()
