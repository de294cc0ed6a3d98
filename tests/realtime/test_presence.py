"""What every presence does, in memory and on a real Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import msgspec
import pytest
from redis.asyncio import Redis

from realtime.memory.presence import MemoryPresence
from realtime.presence import Presence, PresenceStats
from realtime.protocol.publications import ClientInfo
from realtime.redis.presence import RedisPresence
from realtime.redis.shards import RedisShards

if TYPE_CHECKING:
    from tests.realtime.redis_server import RedisServer

ANN = ClientInfo("ann", "a", msgspec.Raw(b'{"name":"Ann"}'), msgspec.Raw(b"[1]"))
ANN_AGAIN = ClientInfo("ann", "b")
BOB = ClientInfo("bob", "c")

#: Makes a presence that believes for so many seconds.
MakePresence = Callable[[float], Presence]


@pytest.fixture(params=["memory", "one Redis", "three Redis"])
async def make(
    request: pytest.FixtureRequest, redis_server: RedisServer
) -> AsyncIterator[MakePresence]:
    count = {"memory": 0, "one Redis": 1, "three Redis": 3}[request.param]
    clients = [Redis(unix_socket_path=str(redis_server.socket), db=n) for n in range(count)]
    if clients:
        shards = RedisShards(clients, timeout=10)
        yield lambda ttl: RedisPresence(shards, ttl=ttl)
    else:
        yield lambda ttl: MemoryPresence(ttl=ttl)
    for client in clients:
        await client.aclose()


@pytest.fixture
def presence(make: MakePresence) -> Presence:
    return make(60)


async def test_nobody_is_in_a_channel_that_nobody_used(presence: Presence) -> None:
    assert await presence.read("c") == {}
    assert await presence.stats("c") == PresenceStats(0, 0)


async def test_who_was_confirmed_is_there_with_all_that_is_known(presence: Presence) -> None:
    await presence.confirm([("c", ANN), ("c", BOB)])
    assert await presence.read("c") == {"a": ANN, "c": BOB}


async def test_channels_are_apart(presence: Presence) -> None:
    await presence.confirm([("c", ANN), ("d", BOB), ("방:{하나}", ANN)])
    assert await presence.read("c") == {"a": ANN}
    assert await presence.read("d") == {"c": BOB}
    assert await presence.read("방:{하나}") == {"a": ANN}


async def test_who_was_removed_is_not_there(presence: Presence) -> None:
    await presence.confirm([("c", ANN), ("c", BOB), ("d", ANN)])
    await presence.remove([("c", "a"), ("c", "unknown"), ("unknown", "a")])
    assert await presence.read("c") == {"c": BOB}
    assert await presence.read("d") == {"a": ANN}


async def test_who_comes_again_is_there_once_with_the_newest_that_is_known(
    presence: Presence,
) -> None:
    await presence.confirm([("c", ClientInfo("ann", "a"))])
    await presence.confirm([("c", ANN)])
    assert await presence.read("c") == {"a": ANN}


async def test_connections_and_users_are_counted(presence: Presence) -> None:
    await presence.confirm([("c", ANN), ("c", ANN_AGAIN), ("c", BOB)])
    assert await presence.stats("c") == PresenceStats(clients=3, users=2)


async def test_nothing_to_say_is_nothing_done(presence: Presence) -> None:
    await presence.confirm([])
    await presence.remove([])
    assert await presence.read("c") == {}


async def test_a_thousand_at_once(presence: Presence) -> None:
    infos = [ClientInfo(f"user {n % 10}", f"client {n}") for n in range(1000)]
    await presence.confirm([("c", info) for info in infos] + [(info.client, ANN) for info in infos])
    assert await presence.stats("c") == PresenceStats(clients=1000, users=10)
    assert await presence.read("client 999") == {"a": ANN}
    await presence.remove([("c", info.client) for info in infos[1:]])
    assert await presence.read("c") == {"client 0": infos[0]}


async def test_who_is_not_confirmed_again_is_there_no_more(make: MakePresence) -> None:
    short = make(0.5)
    await short.confirm([("c", ANN), ("d", ANN)])
    assert await short.read("c") == {"a": ANN}
    async with asyncio.timeout(5):
        while await short.read("c"):
            await short.confirm([("d", ANN)])
    assert await short.read("d") == {"a": ANN}
    assert await short.stats("c") == PresenceStats(0, 0)
