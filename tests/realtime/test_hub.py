"""The node's channels, with a broker that loses what a test has it lose."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import msgspec
import pytest

from realtime.broker import StreamPart
from realtime.connection.broadcast import Broadcast
from realtime.connection.effects import Send
from realtime.errors import BrokerUnavailable
from realtime.hub import Hub
from realtime.limits import Limits
from realtime.memory.broker import MemoryBroker
from realtime.observer import NullObserver
from realtime.policy import StreamOptions
from realtime.protocol.publications import Position, Publication

KEPT = StreamOptions(size=5, ttl=60, meta_ttl=600)


class LossyBroker(MemoryBroker):
    """Keeps everything, delivers nothing by itself, and fails when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.garbled = False
        self.reads = 0
        self.missed = asyncio.Event()
        self.subscribed: set[str] = set()

    async def subscribe(self, channel: str) -> None:
        if self.away:
            raise BrokerUnavailable("away")
        self.subscribed.add(channel)

    def unsubscribe(self, channel: str) -> None:
        self.subscribed.discard(channel)

    async def read(
        self,
        channel: str,
        options: StreamOptions,
        *,
        since: Position | None = None,
        limit: int | None = None,
        reverse: bool = False,
    ) -> StreamPart:
        self.reads += 1
        if self.away:
            self.missed.set()
            raise BrokerUnavailable("away")
        if self.garbled:
            raise ValueError("sealed with another key")
        return await super().read(channel, options, since=since, limit=limit, reverse=reverse)


class Subscriber:
    """A connection that remembers."""

    def __init__(self) -> None:
        self.offsets: asyncio.Queue[int] = asyncio.Queue()
        self.lost: asyncio.Queue[str] = asyncio.Queue()
        self.pushes: list[bytes] = []

    def told(self, channel: str, push: Send) -> None:
        self.pushes.append(push.data)

    def deliver(self, broadcast: Broadcast) -> None:
        self.offsets.put_nowait(broadcast.publication.offset)

    def insufficient(self, channel: str) -> None:
        self.lost.put_nowait(channel)

    async def next(self, count: int) -> list[int]:
        async with asyncio.timeout(5):
            return [await self.offsets.get() for _ in range(count)]

    async def lost_channel(self) -> str:
        async with asyncio.timeout(5):
            return await self.lost.get()


class Notes(NullObserver):
    """Remembers what was lost and what failed."""

    def __init__(self) -> None:
        self.lost: list[tuple[str, int]] = []
        self.failures: list[str] = []
        self.noticed = asyncio.Event()

    def stream_lost(self, channel: str, subscribers: int) -> None:
        self.lost.append((channel, subscribers))
        self.noticed.set()

    def failure(self, where: str, error: Exception) -> None:
        self.failures.append(where)


class World:
    """A hub, and what it stands between."""

    def __init__(self) -> None:
        self.broker = LossyBroker()
        self.notes = Notes()
        limits = Limits(resubscribe_spread=0.01, position_check=0.2)
        self.hub = Hub(self.broker, limits, self.notes, Random(1))

    async def join(self, subscriber: Subscriber, *, positioned: bool = True) -> Subscriber:
        await self.hub.join("c", subscriber, positioned=positioned)
        if positioned:
            part = await self.broker.read("c", KEPT, limit=0)
            self.hub.observe("c", KEPT, part.top)
        return subscriber

    async def publish(self, *, heard: bool = True) -> None:
        await self.broker.publish("c", b"1", KEPT)
        part = await self.broker.read("c", KEPT, limit=1, reverse=True)
        if heard:
            self.hub.publication("c", part.top.epoch, part.publications[0])


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    running = asyncio.create_task(world.hub.run())
    yield world
    assert not running.done()
    running.cancel()
    await asyncio.wait([running])


@pytest.fixture
async def follower(world: World) -> Subscriber:
    return await world.join(Subscriber())


async def test_publications_go_to_everybody(world: World, follower: Subscriber) -> None:
    other = await world.join(Subscriber(), positioned=False)
    await world.publish()
    await world.publish()
    assert await follower.next(2) == [1, 2]
    assert await other.next(2) == [1, 2]


async def test_a_gap_is_filled_once_for_all(world: World, follower: Subscriber) -> None:
    other = await world.join(Subscriber())
    await world.publish(heard=False)
    await world.publish(heard=False)
    reads = world.broker.reads
    await world.publish()
    assert await follower.next(3) == [1, 2, 3]
    assert await other.next(3) == [1, 2, 3]
    assert world.broker.reads - reads == 2  # one of them is the test's own
    assert world.notes.lost == []


async def test_what_arrives_while_a_gap_is_looked_into_waits(
    world: World, follower: Subscriber
) -> None:
    await world.publish(heard=False)
    await world.publish()
    await world.publish()
    assert await follower.next(3) == [1, 2, 3]


async def test_what_arrives_twice_is_passed_on_once(world: World, follower: Subscriber) -> None:
    await world.publish()
    world.hub.publication("c", "any", Publication(msgspec.Raw(b"1"), None, 1))
    await world.publish()
    assert await follower.next(2) == [1, 2]


async def test_a_connection_that_fails_is_reported_and_the_others_hear(world: World) -> None:
    class Broken(Subscriber):
        def deliver(self, broadcast: Broadcast) -> None:
            raise LookupError("a bug")

    await world.join(Broken())
    follower = await world.join(Subscriber())
    await world.publish()
    assert await follower.next(1) == [1]
    assert world.notes.failures == ["a delivery of c"]


async def test_a_subscription_that_fell_silent_is_noticed(
    world: World, follower: Subscriber
) -> None:
    await world.publish(heard=False)
    assert await follower.next(1) == [1]


async def test_what_the_stream_no_longer_holds_is_told_to_those_who_follow(
    world: World, follower: Subscriber
) -> None:
    passer = await world.join(Subscriber(), positioned=False)
    for _ in range(8):
        await world.publish(heard=False)
    await world.publish()
    assert await follower.lost_channel() == "c"
    assert world.notes.lost == [("c", 1)]
    assert follower.offsets.empty()
    assert passer.lost.empty()
    await world.publish()
    assert await passer.next(1) == [10]
    assert follower.offsets.empty()


async def test_one_who_comes_again_follows_again(world: World, follower: Subscriber) -> None:
    for _ in range(8):
        await world.publish(heard=False)
    await world.publish()
    await follower.lost_channel()
    world.hub.leave("c", follower)
    await world.join(follower)
    await world.publish()
    assert await follower.next(1) == [10]


async def test_one_who_leaves_before_being_told_is_not_told(world: World) -> None:
    slow = World()
    slow.hub = Hub(slow.broker, Limits(resubscribe_spread=60), slow.notes, Random(1))
    running = asyncio.create_task(slow.hub.run())
    follower = await slow.join(Subscriber())
    passer = await slow.join(Subscriber(), positioned=False)
    for _ in range(8):
        await slow.publish(heard=False)
    slow.hub.link_restored()
    async with asyncio.timeout(5):
        await slow.notes.noticed.wait()
    slow.hub.leave("c", follower)
    slow.hub.leave("c", passer)
    assert slow.hub.channels == 0
    assert slow.broker.subscribed == set()
    running.cancel()
    await asyncio.wait([running])
    assert follower.lost.empty()


async def test_when_the_link_returns_what_was_missed_is_filled(
    world: World, follower: Subscriber
) -> None:
    await world.publish(heard=False)
    world.hub.link_restored()
    assert await follower.next(1) == [1]


async def test_a_stream_that_started_anew_is_lost(world: World, follower: Subscriber) -> None:
    await world.publish()
    world.broker._streams.clear()
    world.hub.link_restored()
    assert await follower.lost_channel() == "c"


async def test_a_newcomer_who_sees_another_epoch_has_the_others_told(
    world: World, follower: Subscriber
) -> None:
    world.broker._streams.clear()
    await world.join(Subscriber())
    assert await follower.lost_channel() == "c"


async def test_while_the_broker_is_away_a_gap_waits(world: World, follower: Subscriber) -> None:
    await world.publish(heard=False)
    await world.publish()
    world.broker.away = True
    async with asyncio.timeout(5):
        await world.broker.missed.wait()
    world.broker.away = False
    assert await follower.next(2) == [1, 2]
    assert world.notes.lost == []


async def test_a_stream_that_cannot_be_read_is_reported_and_lost(
    world: World, follower: Subscriber
) -> None:
    await world.publish(heard=False)
    world.broker.garbled = True
    world.hub.link_restored()
    assert await follower.lost_channel() == "c"
    assert world.notes.failures[0] == "the stream of c"


async def test_without_the_broker_nobody_joins(world: World) -> None:
    world.broker.away = True
    with pytest.raises(BrokerUnavailable):
        await world.hub.join("c", Subscriber(), positioned=True)
    assert world.hub.channels == 0


async def test_the_node_listens_as_long_as_somebody_does(world: World) -> None:
    one, two = await world.join(Subscriber()), await world.join(Subscriber())
    world.hub.leave("c", one)
    world.hub.leave("c", one)
    assert world.broker.subscribed == {"c"}
    world.hub.leave("c", two)
    assert world.broker.subscribed == set()
    world.hub.leave("c", two)
    await world.publish()
    assert world.hub.channels == 0


async def test_a_busy_channel_is_looked_into_once(world: World, follower: Subscriber) -> None:
    read = world.broker.read
    published = 2

    async def read_while_more_is_published(*args: Any, **options: Any) -> StreamPart:
        nonlocal published
        part = await read(*args, **options)
        if options.get("limit") is None and published < 20:
            published += 1
            world.broker.read = read  # type: ignore[method-assign]
            await world.publish()
            world.broker.read = read_while_more_is_published  # type: ignore[method-assign]
        return part

    await world.publish(heard=False)
    await world.publish(heard=False)
    world.broker.read = read_while_more_is_published  # type: ignore[method-assign]
    world.hub.link_restored()
    assert await follower.next(3) == [1, 2, 3]
    for _ in range(50):  # turns of the loop, which another look would take
        await asyncio.sleep(0)
    assert published == 3


async def test_quiet_channels_are_looked_into_though_gaps_show_elsewhere_all_the_time(
    world: World, follower: Subscriber
) -> None:
    other = Subscriber()
    await world.hub.join("other", other, positioned=True)

    async def disturb() -> None:
        for offset in itertools.count(start=2, step=2):
            world.hub.observe("other", KEPT, Position(offset, str(offset)))
            await asyncio.sleep(0.005)

    disturbing = asyncio.create_task(disturb())
    await world.publish(heard=False)
    assert await follower.next(1) == [1]
    disturbing.cancel()


async def test_what_is_on_its_way_when_the_first_follower_joins_reaches_the_others(
    world: World,
) -> None:
    listener = await world.join(Subscriber(), positioned=False)
    await world.publish(heard=False)
    await world.join(Subscriber())
    part = await world.broker.read("c", KEPT)
    for _ in range(2):  # the second time it is old
        world.hub.publication("c", part.top.epoch, part.publications[0])
    await world.publish()
    assert await listener.next(2) == [1, 2]
