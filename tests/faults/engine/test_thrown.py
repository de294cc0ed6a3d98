"""Subscribers thrown from node to node amid publications: each sees all, once, in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from typing import Any

import centrifuge
import pytest
from redis.asyncio import Redis

import realtime
from tests.e2e.learner import until
from tests.e2e.switch import Switch, open_switch
from tests.faults.engine.node_process import NodeProcess, node_process
from tests.realtime.redis_server import RedisServer

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]

CHANNEL = "numbers"
KEPT = realtime.StreamOptions(size=10_000, ttl=60, meta_ttl=600)


class Reader(centrifuge.SubscriptionEventHandler):
    """One subscriber behind a switch of its own, with the numbers that it saw."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch
        self.seen: list[int] = []
        self.unrecovered = 0
        self.back = 0
        self.client = centrifuge.Client(
            switch.url.replace("http", "ws") + "/connection/websocket",
            min_reconnect_delay=0.01,
            max_reconnect_delay=0.2,
        )
        self.subscription = self.client.new_subscription(
            CHANNEL, self, min_resubscribe_delay=0.01, max_resubscribe_delay=0.2
        )

    async def start(self) -> None:
        await self.client.connect()
        await self.subscription.subscribe()
        await self.subscription.ready(20)

    def throw(self, node: NodeProcess) -> None:
        """Cut the socket; the next one goes to this node."""
        self.switch.point_to(node.url)
        self.switch.cut()

    async def on_publication(self, ctx: Any) -> None:
        self.seen.append(ctx.pub.data)

    async def on_subscribed(self, ctx: Any) -> None:
        self.back += ctx.was_recovering
        self.unrecovered += ctx.was_recovering and not ctx.recovered


@pytest.fixture
async def nodes(own_redis: RedisServer, tmp_path: Path) -> AsyncIterator[list[NodeProcess]]:
    async with AsyncExitStack() as stack:
        starting = [
            stack.enter_async_context(node_process(tmp_path, f"unix://{own_redis.socket}"))
            for _ in range(3)
        ]
        yield [await each for each in starting]


async def throw_about(
    readers: list[Reader], nodes: list[NodeProcess], random: Random, done: asyncio.Event
) -> int:
    """Throw a reader now and then, until all was sent; return how often."""
    throws = 0
    while not done.is_set():
        random.choice(readers).throw(random.choice(nodes))
        throws += 1
        try:
            async with asyncio.timeout(random.uniform(0, 0.05)):
                await done.wait()
        except TimeoutError:
            continue
    return throws


async def everybody_sees_everything(
    nodes: list[NodeProcess],
    redis: Redis,
    *,
    subscribers: int,
    publications: int,
    seed: int,
    after: Callable[[int], None] = lambda _: None,
) -> None:
    """`after` is called with each number that was sent; `nodes` may be changed then."""
    random = Random(seed)
    broker = realtime.RedisBroker(redis)
    async with AsyncExitStack() as stack:
        readers = []
        for _ in range(subscribers):
            switch = await stack.enter_async_context(open_switch(random.choice(nodes).url))
            reader = Reader(switch)
            stack.push_async_callback(reader.client.disconnect)
            readers.append(reader)
        await asyncio.gather(*(reader.start() for reader in readers))

        done = asyncio.Event()
        throwing = asyncio.create_task(throw_about(readers, nodes, random, done))
        began = time.monotonic()
        for number in range(1, publications + 1):
            await broker.publish(CHANNEL, b"%d" % number, KEPT)
            after(number)
        sent = time.monotonic() - began
        done.set()
        throws = await throwing
        for reader in readers:  # also those whose node was killed since
            reader.throw(random.choice(nodes))
        await until(lambda: all(len(each.seen) >= publications for each in readers), seconds=60)

        expected = list(range(1, publications + 1))
        wrong = [reader for reader in readers if reader.seen != expected]
        assert not wrong, f"seed {seed}: {len(wrong)} saw something else"
        assert sum(reader.unrecovered for reader in readers) == 0
        returns = sum(reader.back for reader in readers)
        assert returns > throws / 4
        print(f"{publications} sent in {sent:.1f} s, {throws} throws, {returns} recoveries")


async def test_ten_subscribers_thrown_about_see_five_hundred_publications_in_order(
    nodes: list[NodeProcess], own_redis: RedisServer
) -> None:
    async with own_redis.client() as redis:
        await everybody_sees_everything(
            nodes, redis, subscribers=10, publications=500, seed=20261126
        )


@pytest.mark.faults
async def test_fifty_subscribers_thrown_about_see_five_thousand_publications_in_order(
    nodes: list[NodeProcess], own_redis: RedisServer
) -> None:
    async with own_redis.client() as redis:
        await everybody_sees_everything(nodes, redis, subscribers=50, publications=5_000, seed=7)


@pytest.mark.faults
async def test_nor_do_they_miss_anything_where_nodes_are_killed_meanwhile(
    nodes: list[NodeProcess], own_redis: RedisServer
) -> None:
    living = list(nodes)

    def kill_two(number: int) -> None:
        if number in {1_000, 2_500}:
            living.pop(0).kill()

    async with own_redis.client() as redis:
        await everybody_sees_everything(
            living, redis, subscribers=20, publications=4_000, seed=99, after=kill_two
        )
    assert len(living) == 1
