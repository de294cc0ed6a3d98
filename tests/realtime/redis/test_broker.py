"""What only the broker on Redis does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import pytest
from redis.asyncio import Redis

from realtime.broker import Fence, Published
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Publication
from realtime.redis.broker import RedisBroker

if TYPE_CHECKING:
    from tests.realtime.redis_server import RedisServer

KEPT = StreamOptions(size=5, ttl=60, meta_ttl=600)


class Ear:
    """Hears what a broker delivers, and when its link comes and goes."""

    def __init__(self) -> None:
        self.publications: asyncio.Queue[tuple[str, Publication]] = asyncio.Queue()
        self.coming: asyncio.Queue[str] = asyncio.Queue()
        self.controls: asyncio.Queue[bytes] = asyncio.Queue()
        self.failures: asyncio.Queue[str] = asyncio.Queue()
        self.up = asyncio.Event()
        self.down = asyncio.Event()

    def publication(self, channel: str, epoch: str, publication: Publication) -> None:
        del epoch
        self.publications.put_nowait((channel, publication))

    def joined(self, channel: str, info: ClientInfo) -> None:
        self.coming.put_nowait(f"{info.user} joined {channel}")

    def left(self, channel: str, info: ClientInfo) -> None:
        self.coming.put_nowait(f"{info.user} left {channel}")

    def control(self, message: bytes) -> None:
        self.controls.put_nowait(message)

    def failure(self, where: str, error: Exception) -> None:
        self.failures.put_nowait(f"{where}: {type(error).__name__}")

    def link_lost(self) -> None:
        self.down.set()

    def link_restored(self) -> None:
        self.up.set()


@asynccontextmanager
async def listening(broker: RedisBroker, node: str = "") -> AsyncIterator[Ear]:
    ear = Ear()
    running = asyncio.create_task(broker.run(ear, node or token_hex(4)))
    try:
        async with asyncio.timeout(5):
            await ear.up.wait()
        yield ear
    finally:
        running.cancel()
        await asyncio.wait([running])


class Reversed:
    """Not a cipher, but it changes every byte's place and knows its channel."""

    def seal(self, channel: str, data: bytes) -> bytes:
        return (channel.encode() + b"|" + data)[::-1]

    def open(self, channel: str, data: bytes) -> bytes:
        owner, _, plain = data[::-1].partition(b"|")
        if owner != channel.encode():
            raise ValueError("sealed for another channel")
        return plain


async def test_a_client_that_decodes_is_refused(redis_server: RedisServer) -> None:
    redis = Redis(unix_socket_path=str(redis_server.socket), decode_responses=True)
    with pytest.raises(ValueError, match="decode"):
        RedisBroker(redis)


async def test_keys_carry_the_prefix_and_the_channel_as_hash_tag(redis: Redis) -> None:
    broker = RedisBroker(redis, prefix="app:")
    await broker.publish("room:1", b"1", KEPT, fence=Fence("t", 1), idempotency_key="k")
    keys = {key.decode() for key in await redis.keys()}
    assert keys == {
        "app:{room:1}:meta",
        "app:{room:1}:stream",
        "app:{room:1}:fence:t",
        "app:{room:1}:once:k",
    }


async def test_every_key_is_forgotten_some_time(redis: Redis) -> None:
    broker = RedisBroker(redis, prefix="app:")
    await broker.publish("one", b"1", KEPT, fence=Fence("t", 1), idempotency_key="k")
    await broker.read("two", KEPT)
    times = {key.decode(): await redis.ttl(key) for key in await redis.keys()}
    assert times == {
        "app:{one}:meta": 600,
        "app:{one}:stream": 60,
        "app:{one}:fence:t": 3600,
        "app:{one}:once:k": 300,
        "app:{two}:meta": 600,
    }


async def test_two_prefixes_are_two_systems(redis: Redis) -> None:
    one, two = RedisBroker(redis, prefix="one:"), RedisBroker(redis, prefix="two:")
    async with listening(one) as ear:
        await one.subscribe("c")
        await two.publish("c", b"2", KEPT)
        await one.publish("c", b"1", KEPT)
        async with asyncio.timeout(5):
            _, publication = await ear.publications.get()
    assert (publication.offset, bytes(publication.data)) == (1, b"1")


async def test_what_one_node_publishes_another_hears(redis: Redis) -> None:
    one, two = RedisBroker(redis), RedisBroker(redis)
    async with listening(two) as ear:
        await two.subscribe("c")
        await one.publish("c", b"1", KEPT)
        async with asyncio.timeout(5):
            channel, publication = await ear.publications.get()
    assert (channel, bytes(publication.data)) == ("c", b"1")


async def test_control_messages_reach_all_other_nodes(redis: Redis) -> None:
    one, two = RedisBroker(redis, codec=Reversed()), RedisBroker(redis, codec=Reversed())
    async with listening(one) as first, listening(two) as second:
        assert await one.send_control(b"stop") == 1
        async with asyncio.timeout(5):
            assert await second.controls.get() == b"stop"
        await two.send_control(b"go")
        async with asyncio.timeout(5):
            assert await first.controls.get() == b"go"


async def test_a_node_that_does_not_listen_counts_all_who_do(redis: Redis) -> None:
    one, two, outside = (RedisBroker(redis) for _ in range(3))
    assert await outside.send_control(b"1") == 0
    async with listening(one) as first, listening(two) as second:
        assert await outside.send_control(b"2") == 2
        async with asyncio.timeout(5):
            assert await first.controls.get() == await second.controls.get() == b"2"


async def test_a_control_message_for_one_node_reaches_only_that(redis: Redis) -> None:
    one, two = RedisBroker(redis, codec=Reversed()), RedisBroker(redis, codec=Reversed())
    async with listening(one, "one") as first, listening(two, "two") as second:
        assert await one.send_control(b"for two", node="two") == 1
        assert await one.send_control(b"for me", node="one") == 1
        assert await one.send_control(b"for nobody", node="three") == 0
        await two.send_control(b"for all")
        await one.send_control(b"for all")
        async with asyncio.timeout(5):
            assert [await first.controls.get() for _ in range(2)] == [b"for me", b"for all"]
            assert [await second.controls.get() for _ in range(2)] == [b"for two", b"for all"]


async def test_who_came_and_went_is_heard_by_other_nodes(redis: Redis) -> None:
    one, two = RedisBroker(redis, codec=Reversed()), RedisBroker(redis, codec=Reversed())
    async with listening(two) as ear:
        await two.subscribe("c")
        await one.join("c", ClientInfo("ann", "id"))
        await one.leave("c", ClientInfo("ann", "id"))
        async with asyncio.timeout(5):
            assert await ear.coming.get() == "ann joined c"
            assert await ear.coming.get() == "ann left c"


async def test_who_came_is_sealed_for_the_channel(redis: Redis) -> None:
    broker = RedisBroker(redis, prefix="app:", codec=Reversed())
    heard: Any = redis.pubsub()
    await heard.subscribe("app:{c}:live")
    async with listening(broker) as ear:
        await broker.subscribe("c")
        await broker.join("c", ClientInfo("ann", "id"))
        async with asyncio.timeout(5):
            while (message := await heard.get_message(True, timeout=5)) is None:
                continue
            assert await ear.coming.get() == "ann joined c"
        assert message["data"].startswith(b"+::")
        assert b"ann" not in message["data"]
        await redis.publish("app:{c}:live", b"+::" + Reversed().seal("d", b"{}"))
        async with asyncio.timeout(5):
            assert await ear.failures.get() == "a message from Redis: ValueError"
    await heard.aclose()


async def test_what_is_in_redis_went_through_the_codec(redis: Redis) -> None:
    broker = RedisBroker(redis, prefix="app:", codec=Reversed())
    async with listening(broker) as ear:
        await broker.subscribe("c")
        await broker.publish("c", b'"secret"', KEPT)
        async with asyncio.timeout(5):
            _, publication = await ear.publications.get()
    [(_, fields)] = await redis.xrange("app:{c}:stream")
    assert b"secret" not in fields[b"e"]
    [kept] = (await broker.read("c", KEPT)).publications
    assert kept == publication
    assert bytes(kept.data) == b'"secret"'


async def test_what_was_sealed_for_another_channel_is_reported_and_the_link_goes_on(
    redis: Redis,
) -> None:
    broker = RedisBroker(redis, prefix="app:", codec=Reversed())
    async with listening(broker) as ear:
        await broker.subscribe("c")
        await redis.publish("app:{c}:live", b"1:e:" + Reversed().seal("d", b"{}"))
        await broker.publish("c", b"1", KEPT)
        async with asyncio.timeout(5):
            assert await ear.failures.get() == "a message from Redis: ValueError"
            _, publication = await ear.publications.get()
    assert bytes(publication.data) == b"1"


class Keyed:
    """Puts its key before what it seals, and fails in its own way where it finds another."""

    def __init__(self, key: bytes, failure: type[Exception]) -> None:
        self._key = key
        self._failure = failure

    def seal(self, channel: str, data: bytes) -> bytes:
        del channel
        return self._key + data

    def open(self, channel: str, data: bytes) -> bytes:
        if not data.startswith(self._key):
            raise self._failure(channel)
        return data.removeprefix(self._key)


class UnknownKeyError(Exception):
    """What a codec raises that does not keep to ValueError."""


@pytest.mark.parametrize("failure", [ValueError, UnknownKeyError])
async def test_what_another_key_sealed_is_reported_and_the_node_lives_on(
    redis: Redis, failure: type[Exception]
) -> None:
    broker = RedisBroker(redis, codec=Keyed(b"ours:", failure))
    friend = RedisBroker(redis, codec=Keyed(b"ours:", failure))
    stranger = RedisBroker(redis, codec=Keyed(b"theirs:", failure))
    async with listening(broker) as ear:
        await broker.subscribe("c")
        await stranger.publish("c", b"1", KEPT)
        await stranger.send_control(b"stop")
        await friend.publish("c", b"2", KEPT)
        await friend.send_control(b"go")
        async with asyncio.timeout(5):
            _, publication = await ear.publications.get()
            assert await ear.controls.get() == b"go"
        assert not ear.down.is_set()
    assert bytes(publication.data) == b"2"
    assert [ear.failures.get_nowait() for _ in range(ear.failures.qsize())] == [
        f"a message from Redis: {failure.__name__}"
    ] * 2


async def test_an_epoch_ends_with_the_master_it_was_made_on(redis: Redis) -> None:
    broker = RedisBroker(redis, new_epoch=lambda: "random")
    info = await redis.info("replication")
    outcome = await broker.publish("c", b"1", KEPT)
    assert outcome == Published(1, f"random.{info['master_replid'][:8]}")


async def test_a_failover_makes_old_positions_unrecoverable(
    own_redis: RedisServer,
) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis)
    before = await broker.publish("c", b"1", KEPT)
    # A replica that is promoted gets a new replication id and keeps its data: this does both.
    await redis.replicaof("127.0.0.1", "1")
    await redis.replicaof("NO", "ONE")
    after = await broker.publish("c", b"2", KEPT)
    assert isinstance(before, Published)
    assert isinstance(after, Published)
    assert (before.offset, after.offset) == (1, 2)
    assert before.epoch != after.epoch
    await redis.aclose()


async def test_a_lost_position_starts_a_new_stream(redis: Redis) -> None:
    broker = RedisBroker(redis, prefix="app:")
    await broker.publish("c", b"1", KEPT)
    await broker.publish("c", b"2", KEPT)
    await redis.delete("app:{c}:meta")
    await broker.publish("c", b"3", KEPT)
    part = await broker.read("c", KEPT)
    assert [(each.offset, bytes(each.data)) for each in part.publications] == [(1, b"3")]


async def test_ten_nodes_that_publish_at_once_give_each_offset_once(redis: Redis) -> None:
    brokers = [RedisBroker(redis) for _ in range(10)]
    outcomes = await asyncio.gather(
        *(broker.publish("c", b"1", KEPT) for broker in brokers for _ in range(5))
    )
    offsets = sorted(each.offset for each in outcomes if isinstance(each, Published))
    assert offsets == list(range(1, 51))
