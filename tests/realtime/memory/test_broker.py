"""What only the broker in memory does: forget by its clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime.broker import FENCE_TTL, IDEMPOTENCY_TTL, Fence, Fenced, Published
from realtime.memory.broker import MemoryBroker
from realtime.policy import StreamOptions

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock

KEPT = StreamOptions(size=5, ttl=60, meta_ttl=600)


async def test_publications_are_kept_for_their_time_after_the_last(clock: HandMovedClock) -> None:
    broker = MemoryBroker(clock=clock)
    await broker.publish("c", b"1", KEPT)
    clock.now += 50
    await broker.publish("c", b"2", KEPT)
    clock.now += 59
    assert len((await broker.read("c", KEPT)).publications) == 2
    clock.now += 1
    assert (await broker.read("c", KEPT)).publications == []


async def test_a_position_is_kept_for_its_time_after_the_last_use(clock: HandMovedClock) -> None:
    broker = MemoryBroker(clock=clock)
    before = (await broker.read("c", KEPT)).top
    clock.now += 599
    assert (await broker.read("c", KEPT)).top == before
    clock.now += 599
    assert (await broker.read("c", KEPT)).top == before
    clock.now += 600
    assert (await broker.read("c", KEPT)).top != before


async def test_a_fence_is_kept_for_an_hour(clock: HandMovedClock) -> None:
    broker = MemoryBroker(clock=clock)
    await broker.publish("c", b"1", KEPT, fence=Fence("turn", 2))
    clock.now += FENCE_TTL - 1
    assert await broker.publish("c", b"1", KEPT, fence=Fence("turn", 1)) == Fenced()
    clock.now += 1
    outcome = await broker.publish("c", b"1", KEPT, fence=Fence("turn", 1))
    assert isinstance(outcome, Published)


async def test_an_idempotency_key_is_kept_for_its_time(clock: HandMovedClock) -> None:
    broker = MemoryBroker(clock=clock)
    first = await broker.publish("c", b"1", KEPT, idempotency_key="k")
    clock.now += IDEMPOTENCY_TTL - 1
    assert await broker.publish("c", b"1", KEPT, idempotency_key="k") == first
    clock.now += 1
    again = await broker.publish("c", b"1", KEPT, idempotency_key="k")
    assert isinstance(again, Published)
    assert again.offset == 2


async def test_sweeping_gives_memory_back(clock: HandMovedClock) -> None:
    broker = MemoryBroker(clock=clock)
    await broker.publish("c", b"1", KEPT, fence=Fence("turn", 1), idempotency_key="k")
    clock.now += 600
    broker.sweep()
    assert broker._streams == {}
    assert broker._published == {}
    clock.now += FENCE_TTL
    broker.sweep()
    assert broker._fences == {}
