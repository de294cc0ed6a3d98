"""What only the broker on Redis does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

import pytest
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from realtime.broker import Fence, Published
from realtime.errors import BrokerUnavailable
from realtime.policy import StreamOptions
from realtime.protocol.publications import Position, Publication
from realtime.redis_broker import RedisBroker

if TYPE_CHECKING:
    from tests.realtime.conftest import RedisServer

KEPT = StreamOptions(size=5, ttl=60, meta_ttl=600)


class Ear:
    """Hears what a broker delivers, and when its link comes and goes."""

    def __init__(self) -> None:
        self.publications: asyncio.Queue[tuple[str, Publication]] = asyncio.Queue()
        self.controls: asyncio.Queue[bytes] = asyncio.Queue()
        self.failures: asyncio.Queue[str] = asyncio.Queue()
        self.up = asyncio.Event()
        self.down = asyncio.Event()

    def publication(self, channel: str, epoch: str, publication: Publication) -> None:
        del epoch
        self.publications.put_nowait((channel, publication))

    def control(self, message: bytes) -> None:
        self.controls.put_nowait(message)

    def failure(self, where: str, error: Exception) -> None:
        self.failures.put_nowait(f"{where}: {type(error).__name__}")

    def link_lost(self) -> None:
        self.down.set()

    def link_restored(self) -> None:
        self.up.set()


@asynccontextmanager
async def listening(broker: RedisBroker) -> AsyncIterator[Ear]:
    ear = Ear()
    running = asyncio.create_task(broker.run(ear))
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
    await broker.publish("room:1", b"1", KEPT, fence=Fence("t", 1))
    keys = {key.decode() for key in await redis.keys()}
    assert keys == {"app:{room:1}:meta", "app:{room:1}:stream", "app:{room:1}:fence:t"}


async def test_every_key_is_forgotten_some_time(redis: Redis) -> None:
    broker = RedisBroker(redis, prefix="app:")
    await broker.publish("one", b"1", KEPT, fence=Fence("t", 1))
    await broker.read("two", KEPT)
    times = {key.decode(): await redis.ttl(key) for key in await redis.keys()}
    assert times == {
        "app:{one}:meta": 600,
        "app:{one}:stream": 60,
        "app:{one}:fence:t": 3600,
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
        await one.send_control(b"stop")
        async with asyncio.timeout(5):
            assert await second.controls.get() == b"stop"
        await two.send_control(b"go")
        async with asyncio.timeout(5):
            assert await first.controls.get() == b"go"


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


ATTEMPTS: dict[str, Callable[[RedisBroker], Awaitable[object]]] = {
    "publish": lambda broker: broker.publish("c", b"1", KEPT),
    "read": lambda broker: broker.read("c", KEPT),
    "forget": lambda broker: broker.forget("c"),
    "control": lambda broker: broker.send_control(b"1"),
    "subscribe": lambda broker: broker.subscribe("d"),
}


@pytest.mark.parametrize("what", ATTEMPTS)
async def test_without_redis_everything_is_a_temporary_error(
    own_redis: RedisServer, what: str
) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis, timeout=0.2)
    own_redis.stop()
    with pytest.raises(BrokerUnavailable) as raised:
        await ATTEMPTS[what](broker)
    assert (raised.value.code, raised.value.temporary) == (100, True)
    await redis.aclose()


async def test_a_redis_that_hangs_is_a_temporary_error(own_redis: RedisServer) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis, timeout=0.2)
    await redis.ping()
    await redis.client_pause(3000)
    with pytest.raises(BrokerUnavailable):
        await broker.publish("c", b"1", KEPT)
    await redis.aclose()


async def test_nobody_waits_longer_than_the_timeout_though_many_do(
    own_redis: RedisServer,
) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis, timeout=0.2)
    await redis.ping()
    await redis.client_pause(3000)
    async with asyncio.timeout(1):
        outcomes = await asyncio.gather(
            *(broker.publish("c", b"1", KEPT) for _ in range(300)), return_exceptions=True
        )
    assert all(isinstance(outcome, BrokerUnavailable) for outcome in outcomes)
    await redis.aclose()


async def become_a_replica(redis: Redis) -> None:
    await redis.replicaof("127.0.0.1", "1")


async def become_a_replica_without_a_master(redis: Redis) -> None:
    await redis.config_set("replica-serve-stale-data", "no")
    await become_a_replica(redis)


async def have_no_memory(redis: Redis) -> None:
    await redis.config_set("maxmemory", 1)


async def want_replicas(redis: Redis) -> None:
    await redis.config_set("min-replicas-to-write", 1)


# `publish` is a script and `forget` is a command: Redis and redis-py put their errors differently.
REFUSALS: dict[str, tuple[Callable[[Redis], Awaitable[None]], list[str]]] = {
    "READONLY": (become_a_replica, ["publish", "forget"]),
    "MASTERDOWN": (become_a_replica_without_a_master, ["publish", "read"]),
    "OOM": (have_no_memory, ["publish"]),
    "NOREPLICAS": (want_replicas, ["forget"]),
}


@pytest.mark.parametrize(
    ("state", "what"), [(state, each) for state, (_, what) in REFUSALS.items() for each in what]
)
async def test_a_redis_that_refuses_for_its_state_is_a_temporary_error(
    own_redis: RedisServer, state: str, what: str
) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis)
    enter, _ = REFUSALS[state]
    await enter(redis)
    with pytest.raises(BrokerUnavailable):
        await ATTEMPTS[what](broker)
    await redis.aclose()


async def test_a_redis_that_refuses_the_command_itself_is_no_temporary_error(redis: Redis) -> None:
    await redis.set("app:{c}:stream", "not a stream")
    await cast("Awaitable[int]", redis.hset("app:{c}:meta", "epoch", "e"))
    with pytest.raises(ResponseError, match="WRONGTYPE"):
        await RedisBroker(redis, prefix="app:").publish("c", b"1", KEPT)


async def test_when_redis_returns_what_was_subscribed_is_heard_again(
    own_redis: RedisServer,
) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis)
    async with listening(broker) as ear:
        await broker.subscribe("c")
        ear.up.clear()
        own_redis.stop()
        async with asyncio.timeout(5):
            await ear.down.wait()
        own_redis.start()
        async with asyncio.timeout(5):
            await ear.up.wait()
        await broker.publish("c", b"1", KEPT)
        await RedisBroker(redis).send_control(b"back")
        async with asyncio.timeout(5):
            _, publication = await ear.publications.get()
            assert await ear.controls.get() == b"back"
    assert bytes(publication.data) == b"1"
    await redis.aclose()


async def test_positions_from_before_an_empty_redis_do_not_match(own_redis: RedisServer) -> None:
    redis = own_redis.client()
    broker = RedisBroker(redis)
    async with listening(broker) as ear:
        before = await broker.publish("c", b"1", KEPT)
        assert isinstance(before, Published)
        ear.up.clear()
        own_redis.stop()
        async with asyncio.timeout(5):
            await ear.down.wait()
        own_redis.start()
        async with asyncio.timeout(5):
            await ear.up.wait()
        part = await broker.read("c", KEPT, since=Position(before.offset, before.epoch))
    assert part.top.epoch != before.epoch
    assert part.publications == []
    await redis.aclose()
