"""What only presence on Redis does: share, seal and forget."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from realtime.errors import BrokerUnavailable
from realtime.protocol.publications import ClientInfo
from realtime.redis.broker import RedisBroker
from realtime.redis.presence import RedisPresence
from realtime.redis.shards import RedisShards
from tests.realtime.redis.test_broker import Reversed

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.realtime.redis_server import RedisServer

ANN, BOB = ClientInfo("ann", "a"), ClientInfo("bob", "b")


async def test_what_one_node_confirms_another_reads(redis: Redis) -> None:
    one, two = RedisPresence(redis), RedisPresence(redis)
    await one.confirm([("c", ANN)])
    await two.confirm([("c", BOB)])
    assert await one.read("c") == await two.read("c") == {"a": ANN, "b": BOB}
    await one.remove([("c", "b")])
    assert await two.read("c") == {"a": ANN}


async def test_two_prefixes_are_two_systems(redis: Redis) -> None:
    await RedisPresence(redis, prefix="one:").confirm([("c", ANN)])
    assert await RedisPresence(redis, prefix="two:").read("c") == {}


async def test_keys_carry_the_prefix_and_the_channel_as_hash_tag_and_are_forgotten(
    redis: Redis,
) -> None:
    await RedisPresence(redis, prefix="app:").confirm([("room:1", ANN)])
    times = {key.decode(): await redis.ttl(key) for key in await redis.keys()}
    assert times == {"app:{room:1}:present": 60, "app:{room:1}:present:info": 60}


async def test_what_is_in_redis_went_through_the_codec(redis: Redis) -> None:
    presence = RedisPresence(redis, prefix="app:", codec=Reversed())
    await presence.confirm([("c", ANN)])
    kept = await redis.hgetall("app:{c}:present:info")  # type: ignore[misc]
    assert list(kept) == [b"a"]
    assert b"ann" not in kept[b"a"]
    assert await presence.read("c") == {"a": ANN}


async def test_what_was_sealed_for_another_channel_is_refused(redis: Redis) -> None:
    presence = RedisPresence(redis, prefix="app:", codec=Reversed())
    await presence.confirm([("c", ANN), ("d", BOB)])
    [sealed] = await redis.hvals("app:{d}:present:info")  # type: ignore[misc]
    await redis.hset("app:{c}:present:info", "a", sealed)  # type: ignore[misc]
    with pytest.raises(ValueError, match="another channel"):
        await presence.read("c")


async def test_the_space_of_those_who_are_gone_is_given_back(redis: Redis) -> None:
    short = RedisPresence(redis, prefix="app:", ttl=0.05)
    long = RedisPresence(redis, prefix="app:")
    await short.confirm([("c", ANN)])
    await long.confirm([("c", BOB)])
    async with asyncio.timeout(5):
        while await long.read("c") != {"b": BOB}:
            continue
    await long.confirm([("c", BOB)])
    assert await redis.hkeys("app:{c}:present:info") == [b"b"]  # type: ignore[misc]
    assert await redis.zcard("app:{c}:present") == 1


async def test_a_broker_and_presence_share_a_connection(redis: Redis) -> None:
    shards = RedisShards(redis)
    await RedisBroker(shards).forget("c")
    await RedisPresence(shards).confirm([("c", ANN)])
    assert len(await redis.client_list(_type="normal")) == 2  # one more asks this


async def test_without_redis_it_is_unavailable(own_redis: RedisServer) -> None:
    redis = own_redis.client()
    presence = RedisPresence(redis, timeout=0.2)
    own_redis.stop()
    for attempt in (
        presence.confirm([("c", ANN)]),
        presence.remove([("c", "a")]),
        presence.read("c"),
        presence.stats("c"),
    ):
        with pytest.raises(BrokerUnavailable):
            await attempt
    await redis.aclose()
