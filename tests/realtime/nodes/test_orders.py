"""What is done to connections wherever they are: two nodes, one real Redis, the official SDK."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import pytest

import realtime
from realtime import Selection, When
from realtime.session import Session

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.realtime.conftest import Client, Clients, Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]
KEPT = realtime.StreamOptions(size=100, ttl=60, meta_ttl=600)
OPTIONS = realtime.ChannelOptions(stream=KEPT, recover=When.ALWAYS)


async def soon(queue: asyncio.Queue[Any]) -> Any:
    async with asyncio.timeout(5):
        return await queue.get()


@pytest.fixture
async def nodes(serve: Serve, redis: Redis) -> AsyncIterator[tuple[Node, Node]]:
    async with (
        serve(realtime.RedisBroker(redis)) as one,
        serve(realtime.RedisBroker(redis)) as two,
    ):
        yield one, two


@pytest.fixture
async def both(nodes: tuple[Node, Node], clients: Clients) -> tuple[Client, Client]:
    """Ann, once on each node; each has its own channel from the start."""
    found = [await clients.connect(node, "ann") for node in nodes]
    for client in found:
        await soon(client.server_side)
    return found[0], found[1]


async def test_a_user_is_subscribed_everywhere(
    nodes: tuple[Node, Node], both: tuple[Client, Client]
) -> None:
    await nodes[0].engine.subscribe(Selection("ann"), "news:today", OPTIONS)
    for client in both:
        told = await soon(client.server_side)
        assert (told.channel, told.recoverable, told.positioned) == ("news:today", True, True)
    await nodes[1].engine.publish("news:today", b'"now"', keep=False)
    for client in both:
        assert (await soon(client.personal)).data == "now"


async def test_what_was_published_since_a_position_comes_too(
    nodes: tuple[Node, Node], both: tuple[Client, Client]
) -> None:
    before = await nodes[0].engine.position("room:1")
    await nodes[0].engine.publish("room:1", b"1")
    await nodes[0].engine.subscribe(Selection("ann"), "room:1", OPTIONS, since=before)
    for client in both:
        assert (await soon(client.personal)).data == 1


async def test_one_client_alone_is_subscribed_and_unsubscribed(
    nodes: tuple[Node, Node], both: tuple[Client, Client]
) -> None:
    there = Selection("ann", client=both[1].client.client_id)
    await nodes[0].engine.subscribe(there, "live:1", realtime.ChannelOptions())
    assert (await soon(both[1].server_side)).channel == "live:1"
    assert await nodes[0].engine.channel_counts("live:*") == {"live:1": 1}
    await nodes[0].engine.unsubscribe(there, "live:1")
    assert (await soon(both[1].server_side_ended)).channel == "live:1"
    assert both[0].server_side.empty()
    assert await nodes[0].engine.channel_counts("live:*") == {}


async def test_a_subscription_that_a_client_made_is_ended_with_a_reason(
    nodes: tuple[Node, Node], both: tuple[Client, Client]
) -> None:
    room = await both[1].subscribe("room:1")
    await nodes[0].engine.unsubscribe(
        Selection("ann"), "room:1", realtime.Unsubscribe(2000, "you may no longer")
    )
    ended = await soon(room.unsubscribed)
    assert (ended.code, ended.reason) == (2000, "you may no longer")


async def test_another_end_is_given_and_a_past_one_is_the_end(
    nodes: tuple[Node, Node], both: tuple[Client, Client]
) -> None:
    await nodes[0].engine.refresh(Selection("ann"), time.time() + 3600)
    await nodes[0].engine.refresh(Selection("ann", but_not=(str(both[0].client.client_id),)), 1.0)
    assert (await soon(both[1].connecting)).code != 3005, "the first connecting is its own"
    assert (await soon(both[1].connecting)).code == 3005
    assert both[0].disconnected.empty()


async def test_all_but_some_are_sent_away(
    nodes: tuple[Node, Node], both: tuple[Client, Client]
) -> None:
    spared = (str(both[0].client.client_id),)
    await nodes[0].engine.disconnect_selected(
        Selection("ann", but_not=spared), realtime.Disconnect(4501, "elsewhere")
    )
    assert (await soon(both[1].disconnected)).code == 4501
    assert both[0].disconnected.empty()


async def test_figures_of_all_nodes_come_together(
    nodes: tuple[Node, Node], both: tuple[Client, Client]
) -> None:
    await both[0].subscribe("room:1")
    await both[1].subscribe("room:1")
    await both[1].subscribe("room:2")
    figures = {each.node: each for each in await nodes[0].engine.nodes()}
    assert set(figures) == {node.engine.node for node in nodes}
    here, there = (figures[node.engine.node] for node in nodes)
    assert (here.clients, here.users, here.channels) == (1, 1, 2)
    assert (there.clients, there.users, there.channels) == (1, 1, 3)
    assert (here.version, here.name) == ("realtime", nodes[0].engine.node[:8])
    assert await nodes[1].engine.channel_counts() == {"#ann": 2, "room:1": 2, "room:2": 1}
    assert await nodes[1].engine.channel_counts("room:*") == {"room:1": 2, "room:2": 1}


async def test_one_connections_fault_spares_no_other(
    nodes: tuple[Node, Node], clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await clients.connect(nodes[0], "ann")
    await soon(ann.server_side)
    bob = await clients.connect(nodes[0], "ann")
    await soon(bob.server_side)
    subscribe, faults = Session.subscribe, iter([RuntimeError("a fault of ours")])

    def fail_once(self: Session, *arguments: Any) -> None:
        for fault in faults:
            raise fault
        subscribe(self, *arguments)

    monkeypatch.setattr(Session, "subscribe", fail_once)
    await nodes[0].engine.subscribe(Selection("ann"), "live:1", realtime.ChannelOptions())
    told = await asyncio.wait(
        [asyncio.create_task(soon(each.server_side)) for each in (ann, bob)],
        return_when=asyncio.FIRST_COMPLETED,
    )
    assert len(told[0]) == 1
    assert [where for where, _ in nodes[0].notes.failures] == ["an order"]
    for task in told[1]:
        task.cancel()
