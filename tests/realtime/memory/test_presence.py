"""What only presence in memory does: forget by its clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime.memory.presence import MemoryPresence
from realtime.presence import PRESENCE_TTL
from realtime.protocol.publications import ClientInfo

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock

ANN, BOB = ClientInfo("ann", "a"), ClientInfo("bob", "b")


async def test_who_is_confirmed_stays_and_who_is_not_goes(clock: HandMovedClock) -> None:
    presence = MemoryPresence(clock=clock)
    await presence.confirm([("c", ANN), ("c", BOB)])
    clock.now += PRESENCE_TTL - 1
    await presence.confirm([("c", BOB)])
    assert set(await presence.read("c")) == {"a", "b"}
    clock.now += 1
    assert await presence.read("c") == {"b": BOB}
    assert (await presence.stats("c")).clients == 1


async def test_memory_is_given_back_when_the_last_has_gone(clock: HandMovedClock) -> None:
    presence = MemoryPresence(clock=clock)
    await presence.confirm([("c", ANN)])
    await presence.remove([("c", "a"), ("d", "a")])
    assert presence._clients == {}
