"""Figures of one node; those of several are in test_orders.py."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.realtime.conftest import Clients, HandMovedClock, Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]


async def test_a_node_counts_itself(serve: Serve, clients: Clients, clock: HandMovedClock) -> None:
    async with serve(name="seoul-1", version="7", clock=clock) as node:
        await clients.connect(node, "ann")
        clock.now += 20.4
        [figures] = await node.engine.nodes()
        assert (figures.name, figures.version, figures.uptime) == ("seoul-1", "7", 20)
        assert (figures.clients, figures.users, figures.channels) == (1, 1, 1)
        assert await node.engine.channel_counts() == {"#ann": 1}
        assert await node.engine.channel_counts("room:*") == {}
