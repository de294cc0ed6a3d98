"""Which channel is where, and what is left when one of several Redis is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from realtime.broker import Published
from realtime.errors import BrokerUnavailable
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo
from realtime.redis.broker import RedisBroker
from realtime.redis.presence import RedisPresence
from realtime.redis.shards import RedisShards, shard_of
from tests.realtime.redis.test_broker import Ear, listening
from tests.realtime.redis_server import RedisServer

KEPT = StreamOptions(size=5, ttl=60, meta_ttl=600)
CHANNELS = [f"room:{number}" for number in range(10_000)]


class TestPlaces:
    def test_a_channels_shard_never_changes_with_a_release(self) -> None:
        places = [shard_of(channel, 5) for channel in ("a", "room:1", "방:하나", "#42", "")]
        assert places == [0, 0, 2, 3, 2]

    def test_channels_are_spread_evenly(self) -> None:
        places = [shard_of(channel, 4) for channel in CHANNELS]
        counts = [places.count(shard) for shard in range(4)]
        assert min(counts) > 2300
        assert sum(counts) == len(CHANNELS)

    def test_one_shard_more_takes_its_part_and_leaves_the_rest(self) -> None:
        before = {channel: shard_of(channel, 4) for channel in CHANNELS}
        after = {channel: shard_of(channel, 5) for channel in CHANNELS}
        moved = [channel for channel in CHANNELS if after[channel] != before[channel]]
        assert {after[channel] for channel in moved} == {4}
        assert 1800 < len(moved) < 2200

    def test_without_a_redis_there_are_none(self) -> None:
        with pytest.raises(ValueError, match="at least one"):
            RedisShards([])


def channel_on(shard: int) -> str:
    """A channel that the shard of two keeps."""
    return next(channel for channel in CHANNELS if shard_of(channel, 2) == shard)


async def test_a_publication_does_not_wait_behind_long_answers(redis: Redis) -> None:
    broker = RedisBroker(redis, timeout=10)
    kept = StreamOptions(size=100, ttl=60, meta_ttl=600)
    long = b'"%b"' % (b"x" * 5_000)
    await asyncio.gather(*(broker.publish("long", long, kept) for _ in range(100)))
    reads = [asyncio.create_task(broker.read("long", kept)) for _ in range(100)]
    await asyncio.sleep(0)
    await broker.publish("c", b"1", KEPT)
    assert not all(read.done() for read in reads)
    assert {len(part.publications) for part in await asyncio.gather(*reads)} == {100}


class TestOneAway:
    @pytest.fixture
    async def servers(self, tmp_path: Path) -> AsyncIterator[list[RedisServer]]:
        servers = []
        for name in ("first", "second"):
            (tmp_path / name).mkdir()
            servers.append(RedisServer(tmp_path / name))
            servers[-1].start()
        yield servers
        for server in servers:
            server.stop()

    @pytest.fixture
    async def shards(self, servers: list[RedisServer]) -> AsyncIterator[RedisShards]:
        clients: list[Redis] = [server.client() for server in servers]
        yield RedisShards(clients, timeout=0.5)
        for client in clients:
            await client.aclose()

    async def test_only_its_channels_are_unavailable(
        self, servers: list[RedisServer], shards: RedisShards
    ) -> None:
        here, away = channel_on(0), channel_on(1)
        broker, presence = RedisBroker(shards), RedisPresence(shards)
        async with listening(broker) as ear:
            await broker.subscribe(here)
            await broker.subscribe(away)
            ear.down.clear()
            servers[1].stop()
            async with asyncio.timeout(5):
                await ear.down.wait()
            with pytest.raises(BrokerUnavailable):
                await broker.publish(away, b"1", KEPT)
            assert isinstance(await broker.publish(here, b"2", KEPT), Published)
            async with asyncio.timeout(5):
                channel, _ = await ear.publications.get()
            assert channel == here
            with pytest.raises(BrokerUnavailable):
                await presence.confirm([(away, ClientInfo("ann", "a")), (here, ClientInfo("b"))])
            assert (await presence.stats(here)).clients == 1
            with pytest.raises(BrokerUnavailable):
                await broker.subscribe(next(c for c in CHANNELS[99:] if shard_of(c, 2) == 1))

            servers[1].start()
            await until_subscribed(broker, away)
            await broker.publish(away, b"3", KEPT)
            async with asyncio.timeout(5):
                channel, _ = await ear.publications.get()
            assert channel == away

    async def test_control_messages_go_through_the_first(
        self, servers: list[RedisServer], shards: RedisShards
    ) -> None:
        broker = RedisBroker(shards)
        servers[1].stop()
        assert await broker.send_control(b"1") == 0
        servers[0].stop()
        with pytest.raises(BrokerUnavailable):
            await broker.send_control(b"1")

    async def test_the_last_word_on_the_link_says_whether_all_is_well(
        self, servers: list[RedisServer], shards: RedisShards
    ) -> None:
        words = Words()
        running = asyncio.create_task(RedisBroker(shards).run(words, "node"))
        await words.are("restored", "lost", "restored")
        servers[0].stop()
        await words.are("lost")
        servers[1].stop()
        await words.are("lost")
        servers[0].start()
        await words.are("restored", "lost")
        servers[1].start()
        await words.are("restored")
        running.cancel()
        await asyncio.wait([running])


class Words(Ear):
    """Remembers in which order the link was lost and restored."""

    def __init__(self) -> None:
        super().__init__()
        self.said: asyncio.Queue[str] = asyncio.Queue()

    def link_lost(self) -> None:
        self.said.put_nowait("lost")

    def link_restored(self) -> None:
        self.said.put_nowait("restored")

    async def are(self, *expected: str) -> None:
        """The next words are these, and no others have come."""
        async with asyncio.timeout(5):
            assert [await self.said.get() for _ in expected] == list(expected)
        assert self.said.empty()


async def until_subscribed(broker: RedisBroker, channel: str) -> None:
    """Return once the channel is heard again."""
    async with asyncio.timeout(5):
        while True:
            try:
                await broker.subscribe(channel)
            except BrokerUnavailable:
                continue
            return
