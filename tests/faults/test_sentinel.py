"""Sentinel promotes a replica that lags: nobody takes a new publication for an old one."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from redis.exceptions import RedisError

from app.platform.jobs import ON_DEMAND, open_arq
from app.platform.redis import check_redis
from realtime.broker import Published
from realtime.errors import BrokerUnavailable
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Position, Publication
from realtime.redis.addresses import open_redis_clients
from realtime.redis.broker import RedisBroker
from realtime.redis.presence import RedisPresence
from realtime.redis.shards import RedisShards
from tests.faults.sentinel import Failover, Process, running_failover

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

KEPT = StreamOptions(size=100, ttl=600, meta_ttl=6000)
PING_INTERVAL = 1.0
TIMEOUT = 1.0

#: Seconds from Sentinel's naming another master until a node writes there and hears from there.
FOLLOWED_WITHIN = 5.0

Result = TypeVar("Result")


class Node:
    """A broker and its presence over Sentinel's address, and what the broker delivers."""

    def __init__(self, address: str) -> None:
        self.clients = open_redis_clients(address)
        shards = RedisShards(self.clients, timeout=TIMEOUT, ping_interval=PING_INTERVAL)
        self.broker = RedisBroker(shards)
        self.presence = RedisPresence(shards)
        self.heard: list[tuple[str, int, bytes]] = []
        self.controls: list[bytes] = []
        self.up = asyncio.Event()

    def publication(self, channel: str, epoch: str, publication: Publication) -> None:
        del channel
        self.heard.append((epoch, publication.offset, bytes(publication.data)))

    def joined(self, channel: str, info: ClientInfo) -> None: ...

    def left(self, channel: str, info: ClientInfo) -> None: ...

    def control(self, message: bytes) -> None:
        self.controls.append(message)

    def failure(self, where: str, error: Exception) -> None:
        raise AssertionError(where) from error

    def link_lost(self) -> None:
        self.up.clear()

    def link_restored(self) -> None:
        self.up.set()

    @classmethod
    @asynccontextmanager
    async def running(cls, address: str, name: str) -> AsyncIterator["Node"]:
        node = cls(address)
        running = asyncio.create_task(node.broker.run(node, name))
        try:
            async with asyncio.timeout(10):
                await node.up.wait()
            await node.broker.subscribe("room")
            yield node
        finally:
            running.cancel()
            await asyncio.wait([running])
            for client in node.clients:
                await client.aclose()

    async def publish(self, data: bytes) -> Published:
        outcome = await self.broker.publish("room", data, KEPT)
        assert isinstance(outcome, Published)
        return outcome


@pytest.fixture
async def failover(tmp_path: Path) -> AsyncIterator[Failover]:
    async with running_failover(tmp_path) as failover:
        yield failover


@pytest.fixture
async def nodes(failover: Failover) -> AsyncIterator[tuple[Node, Node]]:
    async with AsyncExitStack() as stack:
        yield (
            await stack.enter_async_context(Node.running(failover.address, "one")),
            await stack.enter_async_context(Node.running(failover.address, "two")),
        )


async def insisting(work: Callable[[], Awaitable[Result]], *, seconds: float = 30) -> Result:
    """Do it again while Redis is unavailable."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                return await work()
            except (BrokerUnavailable, RedisError):
                await asyncio.sleep(0.02)


async def until(holds: Callable[[], bool], *, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what holds sets no event
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "lose", [Process.stop, pytest.param(Process.kill, marks=pytest.mark.faults)]
)
async def test_offsets_given_twice_are_told_apart_and_all_goes_on_without_a_restart(
    failover: Failover,
    nodes: tuple[Node, Node],
    lose: Callable[[Process], None],
) -> None:
    one, two = nodes
    for number in range(1, 6):
        await one.publish(b"%d" % number)
    await failover.caught_up()
    failover.cut_off_the_replica()
    *_, before = [await one.publish(b"%d" % number) for number in range(6, 9)]
    assert before.offset == 8
    await until(lambda: len(two.heard) == 8)

    lose(failover.master)
    failover.replica.wake()
    promotion = asyncio.create_task(failover.promoted())
    after = await insisting(lambda: one.publish(b'"new"'))
    await promotion
    named = time.monotonic()

    old = Position(6, before.epoch)
    # The replica had five: the sixth offset is given a second time, in another epoch.
    assert after.offset == 6
    assert after.epoch != before.epoch
    for node in nodes:
        part = await insisting(partial(node.broker.read, "room", KEPT, since=old))
        assert part.top.epoch == after.epoch
        assert part.publications == []

    # Whoever hears again is told so first, and asks for what it missed.
    for node in nodes:
        await asyncio.wait_for(node.up.wait(), FOLLOWED_WITHIN)
    last = await one.publish(b'"last"')
    heard = (after.epoch, last.offset, b'"last"')
    await until(lambda: all(heard in node.heard for node in nodes))
    assert time.monotonic() - named < FOLLOWED_WITHIN
    assert not any(epoch == before.epoch and data == b'"last"' for epoch, _, data in two.heard)

    assert await two.broker.send_control(b"hello") == 1
    await until(lambda: one.controls == [b"hello"])
    assert await two.broker.send_control(b"you", node="one") == 1
    await two.presence.confirm([("room", ClientInfo("ann", "id"))])
    assert (await one.presence.stats("room")).clients == 1


async def test_a_master_that_wakes_after_it_was_replaced_gets_no_publications(
    failover: Failover, nodes: tuple[Node, Node]
) -> None:
    one, two = nodes
    before = await one.publish(b"1")
    await failover.caught_up()
    failover.master.stop()
    # No command is on its way, so that none fails and shows that something is wrong.
    await failover.promoted()
    for node in nodes:
        await asyncio.wait_for(node.up.wait(), FOLLOWED_WITHIN)
    failover.master.wake()
    assert failover.master.replication()["role"] == "master"

    after = await one.publish(b"2")

    assert after.offset == 2
    assert after.epoch != before.epoch
    await until(lambda: (after.epoch, 2, b"2") in two.heard)
    part = await two.broker.read("room", KEPT)
    assert part.top == Position(2, after.epoch)


@pytest.mark.faults
@pytest.mark.parametrize("lose", [Process.stop, Process.kill])
async def test_the_queue_of_jobs_moves_too(
    failover: Failover, lose: Callable[[Process], None]
) -> None:
    assert await check_redis(failover.address)
    queue = open_arq(failover.address)
    await queue.enqueue_job("job", _job_id="1", _queue_name=ON_DEMAND)
    await failover.caught_up()
    lose(failover.master)
    await failover.promoted()
    await insisting(partial(queue.enqueue_job, "job", _job_id="2", _queue_name=ON_DEMAND))
    waiting = await queue.queued_jobs(queue_name=ON_DEMAND)
    assert {each.job_id for each in waiting} == {"1", "2"}
    await queue.aclose()
