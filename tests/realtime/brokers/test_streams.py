"""What every broker keeps, and gives back."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from realtime.broker import Broker, Duplicate, Published
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Position, Publication
from tests.realtime.brokers.conftest import KEPT, Ear, offsets


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
