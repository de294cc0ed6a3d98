"""Who is where, over two nodes that share a real Redis, with the official SDK as the judge."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import centrifuge
import pytest

import realtime
from realtime.redis.presence import RedisPresence

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.realtime.conftest import Clients, Node
    from tests.realtime.redis_server import RedisServer

Serve = Callable[..., AbstractAsyncContextManager["Node"]]


async def soon(queue: asyncio.Queue[Any]) -> Any:
    async with asyncio.timeout(5):
        return await queue.get()


class NotedPresence(RedisPresence):
    """Says when it was confirmed."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis, timeout=0.5)
        self.confirmed = asyncio.Event()

    async def confirm(self, entries: Sequence[tuple[str, realtime.ClientInfo]]) -> None:
        await super().confirm(entries)
        self.confirmed.set()


@pytest.fixture
async def nodes(serve: Serve, redis: Redis) -> AsyncIterator[tuple[Node, Node]]:
    async with (
        serve(realtime.RedisBroker(redis), presence=RedisPresence(redis)) as one,
        serve(realtime.RedisBroker(redis), presence=RedisPresence(redis)) as two,
    ):
        yield one, two


async def test_everybody_is_seen_from_everywhere(
    nodes: tuple[Node, Node], clients: Clients
) -> None:
    ann = await clients.connect(nodes[0], "ann")
    bob = await clients.connect(nodes[1], "bob")
    here, there = await ann.subscribe("lobby:1"), await bob.subscribe("lobby:1")
    seen: dict[str, centrifuge.ClientInfo] = {}
    for subscription in (here, there):
        seen = (await subscription.sdk.presence()).clients
        assert {info.user for info in seen.values()} == {"ann", "bob"}
        assert [info.chan_info for info in seen.values()] == [{"seat": 1}, {"seat": 1}]
        stats = await subscription.sdk.presence_stats()
        assert (stats.num_clients, stats.num_users) == (2, 2)
    assert set(await nodes[0].engine.presence("lobby:1")) == set(seen)


async def test_coming_and_going_is_told_to_all_oneself_included(
    nodes: tuple[Node, Node], clients: Clients
) -> None:
    ann = await clients.connect(nodes[0], "ann")
    here = await ann.subscribe("lobby:1")
    assert (await soon(here.joins)).user == "ann"
    bob = await clients.connect(nodes[1], "bob")
    there = await bob.subscribe("lobby:1")
    assert (await soon(here.joins)).user == "bob"
    assert (await soon(there.joins)).user == "bob"
    await there.sdk.unsubscribe()
    assert (await soon(here.leaves)).user == "bob"
    await there.sdk.subscribe()
    assert (await soon(here.joins)).user == "bob"
    bob.drop()
    assert (await soon(here.leaves)).user == "bob"
    assert (await soon(here.joins)).user == "bob", "it came back"


async def test_one_who_has_unsubscribed_is_not_there_when_the_reply_comes(
    nodes: tuple[Node, Node], clients: Clients
) -> None:
    ann = await clients.connect(nodes[0], "ann")
    here = await ann.subscribe("lobby:1")
    await here.sdk.unsubscribe()
    # The SDK does not wait for the reply; replies come in order, so that it is here with the next.
    with pytest.raises(centrifuge.ReplyError):
        await ann.client.rpc("nothing", {})
    stats = await nodes[1].engine.presence_stats("lobby:1")
    assert (stats.clients, stats.users) == (0, 0)


async def test_a_server_that_ends_takes_its_clients_out(
    serve: Serve, redis: Redis, clients: Clients
) -> None:
    async with serve(realtime.RedisBroker(redis), presence=RedisPresence(redis)) as one:
        async with serve(realtime.RedisBroker(redis), presence=RedisPresence(redis)) as two:
            ann = await clients.connect(two, "ann")
            await ann.subscribe("lobby:1")
            assert len(await one.engine.presence("lobby:1")) == 1
        assert await one.engine.presence("lobby:1") == {}


async def test_where_nobody_may_know_or_is_listed(
    nodes: tuple[Node, Node], clients: Clients
) -> None:
    ann = await clients.connect(nodes[0], "ann")
    room = await ann.subscribe("room:1")
    with pytest.raises(centrifuge.ReplyError) as raised:
        await room.sdk.presence()
    assert raised.value.code == 108


async def test_without_presence_nobody_can_ask(node: Node, clients: Clients) -> None:
    ann = await clients.connect(node, "ann")
    lobby = await ann.subscribe("lobby:1")
    with pytest.raises(centrifuge.ReplyError) as raised:
        await lobby.sdk.presence()
    assert raised.value.code == 108
    with pytest.raises(ValueError, match="no presence"):
        await node.engine.presence("lobby:1")


async def test_after_a_redis_that_came_back_empty_everybody_is_seen_again(
    serve: Serve, own_redis: RedisServer, clients: Clients
) -> None:
    redis = own_redis.client()
    broker = realtime.RedisBroker(redis, timeout=0.5, ping_interval=0.1)
    presence = NotedPresence(redis)
    async with serve(broker, presence=presence) as node:
        # Of no user, who has no channel of the server's whose lost stream ends the connection.
        somebody = await clients.connect(node, "")
        await somebody.subscribe("lobby:1")
        own_redis.stop()
        async with asyncio.timeout(5):
            await node.notes.down.wait()
        presence.confirmed.clear()
        own_redis.start()
        async with asyncio.timeout(10):
            await node.notes.up.wait()
            # The first may be one that the Redis before had still confirmed.
            while not await node.engine.presence("lobby:1"):
                await presence.confirmed.wait()
                presence.confirmed.clear()
    await redis.aclose()
