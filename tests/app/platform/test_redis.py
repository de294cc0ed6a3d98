"""Redis: its version where it answers, one line where it does not."""

import asyncio

import pytest

from app.platform.redis import RedisUnreachableError, check_redis, open_first_redis, open_redis


async def test_the_version_of_a_redis_that_answers(redis_url: str) -> None:
    assert int((await check_redis(redis_url)).split(".")[0]) >= 6


async def test_a_redis_that_is_not_there_is_said_without_its_password() -> None:
    with pytest.raises(RedisUnreachableError, match="does not answer") as refused:
        await check_redis("redis://user:hunter2@127.0.0.1:1/0")
    assert "hunter2" not in str(refused.value)


async def test_something_that_accepts_and_closes_is_said_after_a_few_tries() -> None:
    asked = 0

    async def close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await reader.read(1)
        writer.close()

    async with await asyncio.start_server(close, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(RedisUnreachableError):
            await check_redis(f"redis://127.0.0.1:{port}")
    assert 1 <= asked <= 3


async def test_a_client_connects_when_first_used(empty_redis: str) -> None:
    async with open_redis(empty_redis) as [client]:
        assert await client.set("key", b"value")
        assert await client.get("key") == b"value"


async def test_a_connection_that_was_lost_is_made_anew(empty_redis: str) -> None:
    async with open_redis(f"{empty_redis} {empty_redis}") as [client, other]:
        await client.ping()
        await other.client_kill_filter(skipme=True)
        assert await client.ping()


async def test_of_several_the_one_that_is_not_there_is_named(redis_url: str) -> None:
    with pytest.raises(RedisUnreachableError, match="Redis 2 of 2 does not answer"):
        await check_redis(f"{redis_url} redis://127.0.0.1:1")


async def test_an_address_of_no_known_form_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with redis://"):
        await check_redis("http://127.0.0.1")


async def test_the_first_redis_is_asked_with_its_own_patience(empty_redis: str) -> None:
    async with open_first_redis(f"{empty_redis} redis://127.0.0.1:1", seconds=0.5) as client:
        assert await client.set("key", b"value")
        assert client.connection_pool.connection_kwargs["socket_timeout"] == 0.5
