"""What every broker delivers, and to whom."""

from __future__ import annotations

import asyncio

import msgspec

from realtime.broker import Broker, Fence, Published
from realtime.policy import NO_STREAM
from realtime.protocol.publications import ClientInfo
from tests.realtime.brokers.conftest import KEPT, Ear


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


async def test_where_there_is_no_other_node_a_message_reaches_nobody(broker: Broker) -> None:
    assert await broker.send_control(b"1") == 0
    assert await broker.send_control(b"1", node="another") == 0
