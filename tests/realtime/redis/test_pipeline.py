"""Many commands at once: each gets its own answer, whatever becomes of the others."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from redis.exceptions import ResponseError

from realtime.errors import BrokerUnavailable
from realtime.redis.pipeline import RedisPipeline, Script

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.realtime.redis_server import RedisServer

APPEND = Script("return redis.call('RPUSH', KEYS[1], ARGV[1])")


@pytest.fixture
def pipeline(redis: Redis) -> RedisPipeline:
    return RedisPipeline(redis.connection_pool)


@pytest.fixture
async def own_client(own_redis: RedisServer) -> AsyncIterator[Redis]:
    client = own_redis.client()
    yield client
    await client.aclose()


@contextmanager
def hanging(server: RedisServer) -> Iterator[None]:
    """A Redis whose connections stay open and that does nothing."""
    assert server._process is not None
    server._process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server._process.send_signal(signal.SIGCONT)


async def commands_seen(redis: Redis, name: str) -> int:
    """How often Redis did a command."""
    statistics = await redis.info("commandstats")
    return int(statistics.get(f"cmdstat_{name}", {"calls": 0})["calls"])


async def test_each_caller_gets_its_own_answer(pipeline: RedisPipeline) -> None:
    answers = await asyncio.gather(*(pipeline.call("ECHO", f"안녕 {n}") for n in range(1000)))
    assert answers == [f"안녕 {n}".encode() for n in range(1000)]


async def test_they_are_done_in_the_order_of_the_calls(
    pipeline: RedisPipeline, redis: Redis
) -> None:
    lengths = await asyncio.gather(
        *(pipeline.run(APPEND, ["list"], [n]) for n in range(600)),
        *(pipeline.call("RPUSH", "list", n) for n in range(600, 1200)),
    )
    assert lengths == list(range(1, 1201))
    assert await pipeline.call("LRANGE", "list", 0, -1) == [b"%d" % n for n in range(1200)]
    assert len(await redis.client_list(_type="normal")) == 2


async def test_many_at_once_share_a_connection_and_a_few_writes(
    own_client: Redis,
) -> None:
    pipeline = RedisPipeline(own_client.connection_pool)
    await pipeline.call("PING")
    before = await own_client.info("stats")
    await asyncio.gather(*(pipeline.call("ECHO", "1") for _ in range(1000)))
    after = await own_client.info("stats")
    assert after["total_connections_received"] - before["total_connections_received"] <= 1
    # Redis reads once what came together.
    assert after["total_reads_processed"] - before["total_reads_processed"] < 50


async def test_a_script_is_sent_once_and_called_by_its_digest_then(
    own_client: Redis,
) -> None:
    pipeline = RedisPipeline(own_client.connection_pool)
    await asyncio.gather(*(pipeline.run(APPEND, ["list"], [n]) for n in range(10)))
    await pipeline.run(APPEND, ["list"], [10])
    assert await commands_seen(own_client, "eval") == 1
    assert await commands_seen(own_client, "evalsha") == 10


async def test_a_script_that_redis_forgot_is_sent_again_and_the_order_stays(
    pipeline: RedisPipeline, redis: Redis
) -> None:
    await pipeline.run(APPEND, ["list"], [0])
    await redis.script_flush()
    first = [asyncio.create_task(pipeline.run(APPEND, ["list"], [n])) for n in range(1, 301)]
    await asyncio.sleep(0)
    later = [asyncio.create_task(pipeline.run(APPEND, ["list"], [n])) for n in range(301, 401)]
    await asyncio.gather(*first, *later)
    assert await pipeline.call("LRANGE", "list", 0, -1) == [b"%d" % n for n in range(401)]


async def test_an_error_reaches_only_its_own_caller(pipeline: RedisPipeline) -> None:
    good, bad, script, after = await asyncio.gather(
        pipeline.call("SET", "key", "text"),
        pipeline.call("LPUSH", "key", "1"),
        pipeline.run(Script("return redis.call('INCR', KEYS[1])"), ["key"], []),
        pipeline.call("GET", "key"),
        return_exceptions=True,
    )
    assert (good, after) == (b"OK", b"text")
    assert isinstance(bad, ResponseError)
    assert "WRONGTYPE" in str(bad)
    assert isinstance(script, ResponseError)
    assert "not an integer" in str(script)


async def test_what_cannot_be_sent_fails_alone(pipeline: RedisPipeline) -> None:
    good, bad = await asyncio.gather(
        pipeline.call("ECHO", "1"), pipeline.call("ECHO", "\ud800"), return_exceptions=True
    )
    assert good == b"1"
    assert isinstance(bad, UnicodeEncodeError)


async def test_a_caller_that_goes_disturbs_nobody(pipeline: RedisPipeline) -> None:
    await pipeline.call("PING")
    tasks = [asyncio.create_task(pipeline.call("ECHO", n)) for n in range(300)]
    await asyncio.sleep(0)
    for task in tasks[::3]:  # some of them are on their way, some wait
        task.cancel()
    await asyncio.wait(tasks)
    answers = [None if task.cancelled() else task.result() for task in tasks]
    assert answers == [None if n % 3 == 0 else b"%d" % n for n in range(300)]


async def test_what_nobody_waits_for_any_more_is_not_sent(
    own_redis: RedisServer, own_client: Redis
) -> None:
    pipeline = RedisPipeline(own_client.connection_pool, timeout=0.3)
    await pipeline.call("PING")
    with hanging(own_redis):
        sent = asyncio.create_task(pipeline.call("INCR", "sent"))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(pipeline.call("INCR", "waiting"))
        await asyncio.wait([sent, waiting])
    for task in (sent, waiting):
        assert isinstance(task.exception(), BrokerUnavailable)
    assert await pipeline.call("GET", "waiting") is None


async def test_a_redis_that_hangs_fails_all_in_time_and_later_ones_get_their_own_answers(
    own_redis: RedisServer, own_client: Redis
) -> None:
    pipeline = RedisPipeline(own_client.connection_pool, timeout=1)
    await pipeline.call("PING")
    with hanging(own_redis):
        async with asyncio.timeout(5):
            failed = await asyncio.gather(
                *(pipeline.call("ECHO", n) for n in range(1000)), return_exceptions=True
            )
    assert all(isinstance(each, BrokerUnavailable) for each in failed)
    answers = await asyncio.gather(*(pipeline.call("ECHO", f"later {n}") for n in range(300)))
    assert answers == [f"later {n}".encode() for n in range(300)]


async def test_a_redis_that_restarted_is_used_at_once_scripts_and_all(
    own_redis: RedisServer, own_client: Redis
) -> None:
    pipeline = RedisPipeline(own_client.connection_pool)
    assert await pipeline.run(APPEND, ["list"], [1]) == 1
    own_redis.stop()
    with pytest.raises(BrokerUnavailable):
        await pipeline.call("PING")
    own_redis.start()
    assert await pipeline.run(APPEND, ["list"], [1]) == 1


async def test_a_restart_between_two_commands_fails_neither(
    own_redis: RedisServer, own_client: Redis
) -> None:
    pipeline = RedisPipeline(own_client.connection_pool)
    assert await pipeline.run(APPEND, ["list"], [1]) == 1
    await asyncio.to_thread(own_redis.stop)
    await asyncio.to_thread(own_redis.start)
    assert await pipeline.run(APPEND, ["list"], [1]) == 1


async def test_a_refusal_that_passes_is_a_temporary_error(own_client: Redis) -> None:
    pipeline = RedisPipeline(own_client.connection_pool)
    await pipeline.call("SET", "key", "1")
    await own_client.replicaof("127.0.0.1", "1")
    with pytest.raises(BrokerUnavailable):
        await pipeline.call("SET", "key", "2")
    await own_client.replicaof("NO", "ONE")
    assert await pipeline.call("SET", "key", "2") == b"OK"


async def test_a_demoted_master_is_left_for_whatever_is_behind_the_address_now(
    own_client: Redis,
) -> None:
    pipeline = RedisPipeline(own_client.connection_pool)
    before = await pipeline.call("CLIENT", "ID")
    await own_client.replicaof("127.0.0.1", "1")
    with pytest.raises(BrokerUnavailable):
        await pipeline.run(APPEND, ["list"], [1])
    assert await pipeline.call("CLIENT", "ID") != before


async def test_closing_the_client_closes_its_connection_and_using_it_opens_one_again(
    redis: Redis,
) -> None:
    pipeline = RedisPipeline(redis.connection_pool)
    before = await pipeline.call("CLIENT", "ID")
    await redis.aclose()
    assert await pipeline.call("CLIENT", "ID") != before
