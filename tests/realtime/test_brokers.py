"""What every broker does, in memory and on a real Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import msgspec
import pytest
from redis.asyncio import Redis

from realtime.broker import Broker, Duplicate, Fence, Fenced, Gap, Published
from realtime.memory.broker import MemoryBroker
from realtime.policy import NO_STREAM, StreamOptions
from realtime.protocol.publications import ClientInfo, Position, Publication
from realtime.redis.broker import RedisBroker

if TYPE_CHECKING:
    from tests.realtime.conftest import RedisServer

KEPT = StreamOptions(size=5, ttl=60, meta_ttl=600)


class Ear:
    """Hears what a broker delivers."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[str, str, Publication]] = asyncio.Queue()
        self.came: asyncio.Queue[tuple[str, str, ClientInfo]] = asyncio.Queue()
        self.controls: asyncio.Queue[bytes] = asyncio.Queue()
        self.up = asyncio.Event()

    def publication(self, channel: str, epoch: str, publication: Publication) -> None:
        self.heard.put_nowait((channel, epoch, publication))

    def joined(self, channel: str, info: ClientInfo) -> None:
        self.came.put_nowait(("joined", channel, info))
        self.heard.put_nowait((channel, "", Publication(msgspec.Raw(b'"joined"'))))

    def left(self, channel: str, info: ClientInfo) -> None:
        self.came.put_nowait(("left", channel, info))
        self.heard.put_nowait((channel, "", Publication(msgspec.Raw(b'"left"'))))

    def control(self, message: bytes) -> None:
        self.controls.put_nowait(message)

    def failure(self, where: str, error: Exception) -> None:
        raise AssertionError(where) from error

    def link_lost(self) -> None:
        self.up.clear()

    def link_restored(self) -> None:
        self.up.set()

    async def next(self) -> tuple[str, int, bytes]:
        """Channel, offset and data of the next publication."""
        async with asyncio.timeout(5):
            channel, _, publication = await self.heard.get()
        return channel, publication.offset, bytes(publication.data)


@pytest.fixture
def ear() -> Ear:
    return Ear()


def memory(redis_server: RedisServer) -> Broker:
    del redis_server
    return MemoryBroker()


def one_redis(redis_server: RedisServer) -> Broker:
    return RedisBroker(database(redis_server, 0), timeout=10)


def three_redis(redis_server: RedisServer) -> Broker:
    return RedisBroker([database(redis_server, number) for number in range(3)], timeout=10)


def database(redis_server: RedisServer, number: int) -> Redis:
    """One of a server's databases: as good as a server of its own, but for pub/sub."""
    return Redis(unix_socket_path=str(redis_server.socket), db=number)


@pytest.fixture(params=[memory, one_redis, three_redis])
async def broker(
    request: pytest.FixtureRequest, redis_server: RedisServer, ear: Ear
) -> AsyncIterator[Broker]:
    broker: Broker = request.param(redis_server)
    running = asyncio.create_task(broker.run(ear, "node"))
    async with asyncio.timeout(5):
        await ear.up.wait()
    yield broker
    running.cancel()
    await asyncio.wait([running])
    if isinstance(broker, RedisBroker):
        for pool in broker._shards.pools:
            await pool.aclose()


def offsets(publications: object) -> list[int]:
    assert isinstance(publications, list)
    return [publication.offset for publication in publications]


class TestStreams:
    async def test_the_first_publication_has_offset_one(self, broker: Broker) -> None:
        outcome = await broker.publish("c", b'{"n":1}', KEPT)
        assert isinstance(outcome, Published)
        assert outcome.offset == 1
        part = await broker.read("c", KEPT)
        assert part.top == Position(1, outcome.epoch)
        assert part.publications == [Publication(msgspec.Raw(b'{"n":1}'), None, 1)]

    async def test_a_channel_has_an_epoch_before_anything_was_published(
        self, broker: Broker
    ) -> None:
        before = await broker.read("c", KEPT, limit=0)
        assert before.top.offset == 0
        assert before.top.epoch
        assert await broker.publish("c", b"1", KEPT) == Published(1, before.top.epoch)

    async def test_channels_have_epochs_of_their_own(self, broker: Broker) -> None:
        one = await broker.read("one", KEPT)
        two = await broker.read("two", KEPT)
        assert one.top.epoch != two.top.epoch

    async def test_only_the_newest_are_kept_up_to_the_size(self, broker: Broker) -> None:
        for number in range(8):
            await broker.publish("c", b"%d" % number, KEPT)
        part = await broker.read("c", KEPT)
        assert offsets(part.publications) == [4, 5, 6, 7, 8]
        assert part.top.offset == 8

    async def test_who_published_is_kept(self, broker: Broker) -> None:
        info = ClientInfo("ann", "id", msgspec.Raw(b'{"name":"Ann"}'))
        await broker.publish("c", b"1", KEPT, info=info)
        [publication] = (await broker.read("c", KEPT)).publications
        assert publication.info == info

    async def test_tags_are_kept_and_sent(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        await broker.publish("c", b"1", KEPT, tags={"level": "3", "말": "높임"})
        [kept] = (await broker.read("c", KEPT)).publications
        async with asyncio.timeout(5):
            _, _, heard = await ear.heard.get()
        assert kept.tags == heard.tags == {"level": "3", "말": "높임"}

    async def test_publications_are_forgotten_after_their_time_and_the_position_is_not(
        self, broker: Broker
    ) -> None:
        outcome = await broker.publish("c", b"1", StreamOptions(size=5, ttl=0, meta_ttl=600))
        assert isinstance(outcome, Published)
        part = await broker.read("c", KEPT)
        assert part.top == Position(1, outcome.epoch)
        assert part.publications == []

    async def test_a_position_is_forgotten_after_its_time_and_the_epoch_is_new(
        self, broker: Broker
    ) -> None:
        outcome = await broker.publish("c", b"1", StreamOptions(size=5, ttl=600, meta_ttl=0))
        assert isinstance(outcome, Published)
        part = await broker.read("c", KEPT)
        assert part.top.offset == 0
        assert part.top.epoch != outcome.epoch
        assert part.publications == []

    async def test_reading_keeps_a_position_alive(self, broker: Broker) -> None:
        before = await broker.read("c", StreamOptions(size=5, ttl=600, meta_ttl=600))
        assert (await broker.read("c", KEPT)).top == before.top


class TestReading:
    @pytest.fixture(autouse=True)
    async def five_publications(self, broker: Broker) -> None:
        for number in range(1, 6):
            await broker.publish("c", b"%d" % number, KEPT)

    async def test_after_a_position(self, broker: Broker) -> None:
        part = await broker.read("c", KEPT, since=Position(3))
        assert offsets(part.publications) == [4, 5]

    async def test_after_the_top_there_is_nothing(self, broker: Broker) -> None:
        part = await broker.read("c", KEPT, since=Position(5))
        assert part.publications == []

    async def test_at_most_so_many(self, broker: Broker) -> None:
        part = await broker.read("c", KEPT, limit=2)
        assert offsets(part.publications) == [1, 2]
        part = await broker.read("c", KEPT, since=Position(2), limit=1)
        assert offsets(part.publications) == [3]

    async def test_only_the_position(self, broker: Broker) -> None:
        part = await broker.read("c", KEPT, limit=0)
        assert part.publications == []
        assert part.top.offset == 5

    async def test_the_newest_first(self, broker: Broker) -> None:
        part = await broker.read("c", KEPT, limit=2, reverse=True)
        assert offsets(part.publications) == [5, 4]

    async def test_before_a_position(self, broker: Broker) -> None:
        part = await broker.read("c", KEPT, since=Position(3), reverse=True)
        assert offsets(part.publications) == [2, 1]
        part = await broker.read("c", KEPT, since=Position(1), reverse=True)
        assert part.publications == []
        part = await broker.read("c", KEPT, since=Position(0), reverse=True)
        assert part.publications == []

    async def test_nothing_of_another_epoch(self, broker: Broker) -> None:
        top = (await broker.read("c", KEPT, limit=0)).top
        other = await broker.read("c", KEPT, since=Position(3, "other"))
        assert other.publications == []
        assert other.top == top
        same = await broker.read("c", KEPT, since=Position(3, top.epoch))
        assert offsets(same.publications) == [4, 5]


class TestSequences:
    async def test_an_empty_channel_takes_any_number(self, broker: Broker) -> None:
        assert isinstance(await broker.publish("c", b"1", KEPT, sequence=41), Published)

    async def test_the_next_number_is_taken(self, broker: Broker) -> None:
        await broker.publish("c", b"1", KEPT, sequence=1)
        outcome = await broker.publish("c", b"2", KEPT, sequence=2)
        assert isinstance(outcome, Published)
        assert outcome.offset == 2

    async def test_the_same_or_an_older_number_is_dropped(self, broker: Broker) -> None:
        await broker.publish("c", b"1", KEPT, sequence=7)
        await broker.publish("c", b"2", KEPT, sequence=8)
        assert await broker.publish("c", b"x", KEPT, sequence=8) == Duplicate()
        assert await broker.publish("c", b"x", KEPT, sequence=7) == Duplicate()
        assert (await broker.read("c", KEPT)).top.offset == 2

    async def test_a_hole_is_answered_with_the_number_wanted(self, broker: Broker) -> None:
        await broker.publish("c", b"1", KEPT, sequence=7)
        assert await broker.publish("c", b"x", KEPT, sequence=10) == Gap(8)
        assert (await broker.read("c", KEPT)).top.offset == 1

    async def test_publications_without_a_number_leave_it_alone(self, broker: Broker) -> None:
        await broker.publish("c", b"1", KEPT, sequence=7)
        await broker.publish("c", b"delta", KEPT)
        outcome = await broker.publish("c", b"2", KEPT, sequence=8)
        assert isinstance(outcome, Published)
        assert outcome.offset == 3


class TestFences:
    async def test_a_lower_token_is_refused(self, broker: Broker) -> None:
        await broker.publish("c", b"1", KEPT, fence=Fence("turn", 2))
        assert await broker.publish("c", b"x", KEPT, fence=Fence("turn", 1)) == Fenced()
        assert (await broker.read("c", KEPT)).top.offset == 1

    async def test_the_same_and_a_higher_token_pass(self, broker: Broker) -> None:
        for token in (1, 1, 2):
            outcome = await broker.publish("c", b"1", KEPT, fence=Fence("turn", token))
            assert isinstance(outcome, Published)

    async def test_each_key_and_channel_has_its_own(self, broker: Broker) -> None:
        await broker.publish("c", b"1", KEPT, fence=Fence("one", 5))
        for channel, key in (("c", "two"), ("d", "one")):
            outcome = await broker.publish(channel, b"1", KEPT, fence=Fence(key, 1))
            assert isinstance(outcome, Published)

    async def test_a_channel_without_a_stream_is_fenced_too(self, broker: Broker) -> None:
        await broker.publish("c", b"1", NO_STREAM, fence=Fence("turn", 2))
        assert await broker.publish("c", b"1", NO_STREAM, fence=Fence("turn", 1)) == Fenced()


class TestIdempotency:
    async def test_a_second_time_does_nothing_and_is_answered_as_the_first(
        self, broker: Broker, ear: Ear
    ) -> None:
        await broker.subscribe("c")
        first = await broker.publish("c", b"1", KEPT, idempotency_key="k")
        await broker.publish("c", b"2", KEPT)
        assert await broker.publish("c", b"1", KEPT, idempotency_key="k") == first
        assert (await broker.read("c", KEPT)).top.offset == 2
        await broker.publish("c", b"3", KEPT)
        assert [await ear.next() for _ in range(3)] == [
            ("c", 1, b"1"),
            ("c", 2, b"2"),
            ("c", 3, b"3"),
        ]

    async def test_without_a_stream_too(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        for data in (b"1", b"2"):
            outcome = await broker.publish("c", data, NO_STREAM, idempotency_key="k")
            assert outcome == Published(0, "")
        await broker.publish("c", b"3", NO_STREAM)
        assert [await ear.next() for _ in range(2)] == [("c", 0, b"1"), ("c", 0, b"3")]

    async def test_each_key_and_channel_is_on_its_own(self, broker: Broker) -> None:
        await broker.publish("c", b"1", KEPT, idempotency_key="k")
        for channel, key, offset in (("c", "l", 2), ("d", "k", 1), ("c", "", 3), ("c", "", 4)):
            outcome = await broker.publish(channel, b"1", KEPT, idempotency_key=key)
            assert isinstance(outcome, Published)
            assert outcome.offset == offset

    async def test_what_was_refused_may_be_tried_again(self, broker: Broker) -> None:
        await broker.publish("c", b"1", KEPT, sequence=1)
        gap = await broker.publish("c", b"3", KEPT, sequence=3, idempotency_key="k")
        assert gap == Gap(2)
        await broker.publish("c", b"2", KEPT, sequence=2)
        outcome = await broker.publish("c", b"3", KEPT, sequence=3, idempotency_key="k")
        assert isinstance(outcome, Published)


class TestComingAndGoing:
    INFO = ClientInfo("ann", "id", msgspec.Raw(b'{"name":"Ann"}'), msgspec.Raw(b"[1]"))

    async def test_is_told_with_who_it_is(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        await broker.join("c", self.INFO)
        await broker.leave("c", self.INFO)
        async with asyncio.timeout(5):
            assert await ear.came.get() == ("joined", "c", self.INFO)
            assert await ear.came.get() == ("left", "c", self.INFO)

    async def test_in_order_with_publications_and_without_an_offset(
        self, broker: Broker, ear: Ear
    ) -> None:
        await broker.subscribe("c")
        await asyncio.gather(
            broker.publish("c", b"1", KEPT),
            broker.join("c", self.INFO),
            broker.publish("c", b"2", KEPT),
            broker.leave("c", self.INFO),
            broker.publish("c", b"3", KEPT),
        )
        assert [await ear.next() for _ in range(5)] == [
            ("c", 1, b"1"),
            ("c", 0, b'"joined"'),
            ("c", 2, b"2"),
            ("c", 0, b'"left"'),
            ("c", 3, b"3"),
        ]

    async def test_only_where_the_channel_is_subscribed(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        await broker.join("d", self.INFO)
        await broker.leave("d", self.INFO)
        await broker.publish("c", b"1", KEPT)
        assert await ear.next() == ("c", 1, b"1")


class TestDelivery:
    async def test_what_is_published_at_once_comes_in_the_order_of_the_calls(
        self, broker: Broker, ear: Ear
    ) -> None:
        await broker.subscribe("c")
        outcomes = await asyncio.gather(
            *(broker.publish("c", b"%d" % number, KEPT) for number in range(1, 701))
        )
        assert [each.offset for each in outcomes if isinstance(each, Published)] == list(
            range(1, 701)
        )
        assert [await ear.next() for _ in range(700)] == [
            ("c", number, b"%d" % number) for number in range(1, 701)
        ]

    async def test_a_subscriber_hears_in_order(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        for number in range(1, 4):
            await broker.publish("c", b"%d" % number, KEPT)
        assert [await ear.next() for _ in range(3)] == [
            ("c", 1, b"1"),
            ("c", 2, b"2"),
            ("c", 3, b"3"),
        ]

    async def test_with_the_epoch_of_the_stream(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        outcome = await broker.publish("c", b"1", KEPT)
        assert isinstance(outcome, Published)
        async with asyncio.timeout(5):
            _, epoch, _ = await ear.heard.get()
        assert epoch == outcome.epoch

    async def test_without_a_stream_the_offset_is_zero(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        assert await broker.publish("c", b'"now"', NO_STREAM) == Published(0, "")
        assert await ear.next() == ("c", 0, b'"now"')

    async def test_what_was_dropped_is_not_heard(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        await broker.publish("c", b"1", KEPT, sequence=1, fence=Fence("turn", 2))
        await broker.publish("c", b"x", KEPT, sequence=1)
        await broker.publish("c", b"x", KEPT, sequence=3)
        await broker.publish("c", b"x", KEPT, sequence=2, fence=Fence("turn", 1))
        await broker.publish("c", b"2", KEPT, sequence=2)
        assert [await ear.next() for _ in range(2)] == [("c", 1, b"1"), ("c", 2, b"2")]

    async def test_other_channels_are_not_heard(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        await broker.publish("d", b"1", KEPT)
        await broker.publish("c", b"2", KEPT)
        assert await ear.next() == ("c", 1, b"2")

    async def test_after_unsubscribe_nothing_is_heard(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        await broker.subscribe("d")
        broker.unsubscribe("c")
        await broker.subscribe("e")  # in order: Redis has taken the unsubscribe before this
        await broker.publish("c", b"1", KEPT)
        await broker.publish("d", b"2", KEPT)
        assert await ear.next() == ("d", 1, b"2")

    async def test_subscribing_twice_is_subscribing_once(self, broker: Broker, ear: Ear) -> None:
        await asyncio.gather(broker.subscribe("c"), broker.subscribe("c"))
        await broker.subscribe("c")
        await broker.publish("c", b"1", KEPT)
        await broker.publish("c", b"2", KEPT)
        assert [await ear.next() for _ in range(2)] == [("c", 1, b"1"), ("c", 2, b"2")]

    async def test_leaving_and_coming_again_hears_again(self, broker: Broker, ear: Ear) -> None:
        await broker.subscribe("c")
        broker.unsubscribe("c")
        await broker.subscribe("c")
        await broker.publish("c", b"1", KEPT)
        assert await ear.next() == ("c", 1, b"1")

    async def test_korean_and_braces_are_channel_names_too(self, broker: Broker, ear: Ear) -> None:
        for channel in ("방:하나", "a{b}c", "room:1"):
            await broker.subscribe(channel)
            await broker.publish(channel, '"안녕"'.encode(), KEPT)
            assert await ear.next() == (channel, 1, '"안녕"'.encode())


async def test_a_forgotten_channel_begins_a_new_epoch_and_takes_any_sequence(
    broker: Broker,
) -> None:
    before = await broker.publish("a", b"1", KEPT, sequence=1)
    await broker.forget("a")
    after = await broker.publish("a", b"9", KEPT, sequence=9)
    assert isinstance(before, Published)
    assert isinstance(after, Published)
    assert after.offset == 1
    assert after.epoch != before.epoch


async def test_forgetting_a_channel_that_nobody_used_does_nothing(broker: Broker) -> None:
    await broker.forget("a")
    assert (await broker.read("a", KEPT)).top.offset == 0


async def test_a_cleared_channel_keeps_its_position_and_its_sequence(broker: Broker) -> None:
    for number in range(1, 4):
        await broker.publish("c", b"%d" % number, KEPT, sequence=number)
    before = (await broker.read("c", KEPT)).top
    await broker.clear("c")
    part = await broker.read("c", KEPT)
    assert (part.top, part.publications) == (before, [])
    assert await broker.publish("c", b"3", KEPT, sequence=3) == Duplicate()
    assert await broker.publish("c", b"4", KEPT, sequence=4) == Published(4, before.epoch)
    assert offsets((await broker.read("c", KEPT)).publications) == [4]


async def test_clearing_a_channel_that_nobody_used_does_nothing(broker: Broker) -> None:
    await broker.clear("c")
    assert (await broker.read("c", KEPT)).top.offset == 0


async def test_where_there_is_no_other_node_a_message_reaches_nobody(broker: Broker) -> None:
    assert await broker.send_control(b"1") == 0
    assert await broker.send_control(b"1", node="another") == 0
