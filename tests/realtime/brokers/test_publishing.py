"""What every broker takes, and what it drops."""

from __future__ import annotations

from realtime.broker import Broker, Duplicate, Fence, Fenced, Gap, Published
from realtime.policy import NO_STREAM
from tests.realtime.brokers.conftest import KEPT, Ear


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
