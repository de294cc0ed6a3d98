"""The broker on Redis while that is away, hangs, refuses, or comes back empty."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

import pytest
from redis.exceptions import ResponseError

from realtime.broker import Published
from realtime.errors import BrokerUnavailable
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Position
from realtime.redis.broker import RedisBroker
from tests.realtime.redis.test_broker import listening

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.realtime.redis_server import RedisServer

KEPT = StreamOptions(size=5, ttl=60, meta_ttl=600)

ATTEMPTS: dict[str, Callable[[RedisBroker], Awaitable[object]]] = {
    "publish": lambda broker: broker.publish("c", b"1", KEPT),
    "read": lambda broker: broker.read("c", KEPT),
    "forget": lambda broker: broker.forget("c"),
    "clear": lambda broker: broker.clear("c"),
    "join": lambda broker: broker.join("c", ClientInfo()),
    "leave": lambda broker: broker.leave("c", ClientInfo()),
    "control": lambda broker: broker.send_control(b"1"),
    "subscribe": lambda broker: broker.subscribe("d"),
}


@pytest.mark.parametrize("what", ATTEMPTS)
async def test_without_redis_everything_is_a_temporary_error(
    own_redis: RedisServer, what: str
) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis, timeout=0.2)
    own_redis.stop()
    with pytest.raises(BrokerUnavailable) as raised:
        await ATTEMPTS[what](broker)
    assert (raised.value.code, raised.value.temporary) == (100, True)
    await redis.aclose()


async def test_a_redis_that_hangs_is_a_temporary_error(own_redis: RedisServer) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis, timeout=0.2)
    await redis.ping()
    await redis.client_pause(3000)
    with pytest.raises(BrokerUnavailable):
        await broker.publish("c", b"1", KEPT)
    await redis.aclose()


async def test_nobody_waits_longer_than_the_timeout_though_many_do(
    own_redis: RedisServer,
) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis, timeout=0.2)
    await redis.ping()
    await redis.client_pause(3000)
    async with asyncio.timeout(1):
        outcomes = await asyncio.gather(
            *(broker.publish("c", b"1", KEPT) for _ in range(300)), return_exceptions=True
        )
    assert all(isinstance(outcome, BrokerUnavailable) for outcome in outcomes)
    await redis.aclose()


async def become_a_replica(redis: Redis) -> None:
    await redis.replicaof("127.0.0.1", "1")


async def become_a_replica_without_a_master(redis: Redis) -> None:
    await redis.config_set("replica-serve-stale-data", "no")
    await become_a_replica(redis)


async def have_no_memory(redis: Redis) -> None:
    await redis.config_set("maxmemory", 1)


async def want_replicas(redis: Redis) -> None:
    await redis.config_set("min-replicas-to-write", 1)


# `publish` is a script and `forget` is a command: Redis and redis-py put their errors differently.
REFUSALS: dict[str, tuple[Callable[[Redis], Awaitable[None]], list[str]]] = {
    "READONLY": (become_a_replica, ["publish", "forget"]),
    "MASTERDOWN": (become_a_replica_without_a_master, ["publish", "read"]),
    "OOM": (have_no_memory, ["publish"]),
    "NOREPLICAS": (want_replicas, ["forget"]),
}


@pytest.mark.parametrize(
    ("state", "what"), [(state, each) for state, (_, what) in REFUSALS.items() for each in what]
)
async def test_a_redis_that_refuses_for_its_state_is_a_temporary_error(
    own_redis: RedisServer, state: str, what: str
) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis)
    enter, _ = REFUSALS[state]
    await enter(redis)
    with pytest.raises(BrokerUnavailable):
        await ATTEMPTS[what](broker)
    await redis.aclose()


async def test_a_redis_that_refuses_the_command_itself_is_no_temporary_error(redis: Redis) -> None:
    await redis.set("app:{c}:stream", "not a stream")
    await cast("Awaitable[int]", redis.hset("app:{c}:meta", "epoch", "e"))
    with pytest.raises(ResponseError, match="WRONGTYPE"):
        await RedisBroker(redis, prefix="app:").publish("c", b"1", KEPT)


async def test_when_redis_returns_what_was_subscribed_is_heard_again(
    own_redis: RedisServer,
) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis)
    async with listening(broker) as ear:
        await broker.subscribe("c")
        ear.up.clear()
        own_redis.stop()
        async with asyncio.timeout(5):
            await ear.down.wait()
        own_redis.start()
        async with asyncio.timeout(5):
            await ear.up.wait()
        await broker.publish("c", b"1", KEPT)
        await RedisBroker(redis).send_control(b"back")
        async with asyncio.timeout(5):
            _, publication = await ear.publications.get()
            assert await ear.controls.get() == b"back"
    assert bytes(publication.data) == b"1"
    await redis.aclose()


async def test_positions_from_before_an_empty_redis_do_not_match(own_redis: RedisServer) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis)
    async with listening(broker) as ear:
        before = await broker.publish("c", b"1", KEPT)
        assert isinstance(before, Published)
        ear.up.clear()
        own_redis.stop()
        async with asyncio.timeout(5):
            await ear.down.wait()
        own_redis.start()
        async with asyncio.timeout(5):
            await ear.up.wait()
        part = await broker.read("c", KEPT, since=Position(before.offset, before.epoch))
    assert part.top.epoch != before.epoch
    assert part.publications == []
    await redis.aclose()
