"""Who is here: what presence is told, and what others are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from realtime.attendance import Attendance, _Place
from realtime.errors import BrokerUnavailable
from realtime.limits import Limits
from realtime.memory.broker import MemoryBroker
from realtime.memory.presence import MemoryPresence
from realtime.observer import NullObserver
from realtime.policy import ChannelOptions
from realtime.protocol.publications import ClientInfo

ANN, BOB = ClientInfo("ann", "1"), ClientInfo("bob", "2")
SEEN = ChannelOptions(listed=True, announced=True)


class Teller(MemoryBroker):
    """Remembers who was announced."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, str, str]] = []
        self.away = False

    async def join(self, channel: str, info: ClientInfo) -> None:
        self._tell("join", channel, info)

    async def leave(self, channel: str, info: ClientInfo) -> None:
        self._tell("leave", channel, info)

    def _tell(self, what: str, channel: str, info: ClientInfo) -> None:
        if self.away:
            raise BrokerUnavailable("away")
        self.told.append((what, channel, info.user))


class FlakyPresence(MemoryPresence):
    """Fails when told to, and says when it was confirmed."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.confirmed: asyncio.Queue[int] = asyncio.Queue()

    async def confirm(self, entries: Sequence[tuple[str, ClientInfo]]) -> None:
        if self.away:
            raise BrokerUnavailable("away")
        await super().confirm(entries)
        self.confirmed.put_nowait(len(entries))


class Notes(NullObserver):
    def __init__(self) -> None:
        self.failures: list[str] = []

    def failure(self, where: str, error: Exception) -> None:
        self.failures.append(where)


@pytest.fixture
def broker() -> Teller:
    return Teller()


@pytest.fixture
def presence() -> FlakyPresence:
    return FlakyPresence()


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
async def attendance(
    broker: Teller, presence: FlakyPresence, notes: Notes
) -> AsyncIterator[Attendance]:
    attendance = Attendance(broker, presence, Limits(presence_confirm=3600), notes)
    running = asyncio.create_task(attendance.run())
    yield attendance
    running.cancel()
    await asyncio.wait([running])


async def gone(attendance: Attendance, channel: str, info: ClientInfo) -> None:
    known = attendance.leave(channel, info.client)
    assert known is not None
    async with asyncio.timeout(5):
        await known


async def test_one_who_enters_is_seen_at_once_and_announced_later(
    attendance: Attendance, broker: Teller, presence: FlakyPresence
) -> None:
    await attendance.enter("c", ANN, SEEN)
    assert await presence.read("c") == {"1": ANN}
    assert broker.told == []
    attendance.announce("c", "1")
    await attendance.settle()
    assert broker.told == [("join", "c", "ann")]


async def test_one_who_leaves_is_no_longer_seen_when_that_is_known(
    attendance: Attendance, broker: Teller, presence: FlakyPresence
) -> None:
    await attendance.enter("c", ANN, SEEN)
    attendance.announce("c", "1")
    await gone(attendance, "c", ANN)
    assert await presence.read("c") == {}
    assert broker.told == [("join", "c", "ann"), ("leave", "c", "ann")]
    assert attendance.leave("c", "1") is None


async def test_one_who_was_never_announced_leaves_unannounced(
    attendance: Attendance, broker: Teller
) -> None:
    await attendance.enter("c", ANN, SEEN)
    await gone(attendance, "c", ANN)
    assert broker.told == []


async def test_one_who_is_neither_listed_nor_announced_leaves_no_trace(
    attendance: Attendance, broker: Teller, presence: FlakyPresence
) -> None:
    await attendance.enter("c", ANN, ChannelOptions())
    attendance.announce("c", "1")
    assert attendance.leave("c", "1") is None
    assert (broker.told, await presence.read("c")) == ([], {})


async def test_without_presence_one_can_still_be_announced(broker: Teller, notes: Notes) -> None:
    attendance = Attendance(broker, None, Limits(), notes)
    running = asyncio.create_task(attendance.run())
    await attendance.enter("c", ANN, SEEN)
    attendance.announce("c", "1")
    await gone(attendance, "c", ANN)
    assert [what for what, _, _ in broker.told] == ["join", "leave"]
    running.cancel()


async def test_one_who_cannot_be_listed_does_not_enter(
    attendance: Attendance, presence: FlakyPresence
) -> None:
    presence.away = True
    with pytest.raises(BrokerUnavailable):
        await attendance.enter("c", ANN, SEEN)
    assert attendance.leave("c", "1") is None


async def test_who_stays_is_confirmed_when_the_link_comes_back(
    attendance: Attendance, presence: FlakyPresence
) -> None:
    await attendance.enter("c", ANN, SEEN)
    await attendance.enter("c", BOB, SEEN)
    await gone(attendance, "c", BOB)
    presence._clients.clear()
    presence.confirmed = asyncio.Queue()
    attendance.link_restored()
    async with asyncio.timeout(5):
        assert await presence.confirmed.get() == 1
    assert await presence.read("c") == {"1": ANN}


async def test_who_stays_is_confirmed_now_and_then(
    broker: Teller, presence: FlakyPresence, notes: Notes
) -> None:
    attendance = Attendance(broker, presence, Limits(presence_confirm=0.01), notes)
    await attendance.enter("c", ANN, SEEN)
    running = asyncio.create_task(attendance.run())
    async with asyncio.timeout(5):
        assert [await presence.confirmed.get() for _ in range(3)] == [1, 1, 1]
    running.cancel()


async def test_what_the_broker_does_not_take_is_said_and_the_next_goes_on(
    attendance: Attendance, broker: Teller, presence: FlakyPresence, notes: Notes
) -> None:
    await attendance.enter("c", ANN, SEEN)
    await attendance.enter("c", BOB, SEEN)
    broker.away = True
    attendance.announce("c", "1")
    await attendance.settle()
    assert notes.failures == ["telling who came or went"]
    broker.away, presence.away = False, True
    attendance.link_restored()
    attendance.announce("c", "2")
    await attendance.settle()
    presence.away = False
    await gone(attendance, "c", BOB)
    assert broker.told == [("join", "c", "bob"), ("leave", "c", "bob")]
    assert await presence.read("c") == {"1": ANN}


class SlowPresence(MemoryPresence):
    """Takes as long as a test wants."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()
        self.fast = asyncio.Event()
        self.removed: list[tuple[str, str]] = []

    async def confirm(self, entries: Sequence[tuple[str, ClientInfo]]) -> None:
        self.reached.set()
        await self.fast.wait()
        await super().confirm(entries)

    async def remove(self, entries: Sequence[tuple[str, str]]) -> None:
        self.reached.set()
        await self.fast.wait()
        self.removed += entries
        await super().remove(entries)


@pytest.fixture
async def slow(broker: Teller, notes: Notes) -> AsyncIterator[tuple[Attendance, SlowPresence]]:
    presence = SlowPresence()
    attendance = Attendance(broker, presence, Limits(presence_confirm=3600), notes)
    running = asyncio.create_task(attendance.run())
    yield attendance, presence
    running.cancel()
    await asyncio.wait([running])


async def test_one_who_comes_again_at_once_is_seen(
    attendance: Attendance, presence: FlakyPresence
) -> None:
    await attendance.enter("c", ANN, SEEN)
    attendance.leave("c", "1")
    await attendance.enter("c", ANN, SEEN)
    await attendance.settle()
    assert await presence.read("c") == {"1": ANN}


async def test_what_is_being_done_is_waited_for_too(
    slow: tuple[Attendance, SlowPresence],
) -> None:
    attendance, presence = slow
    presence.fast.set()
    await attendance.enter("c", ANN, SEEN)
    presence.fast.clear()
    presence.reached.clear()
    attendance.leave("c", "1")
    async with asyncio.timeout(5):
        await presence.reached.wait()
        settling = asyncio.create_task(attendance.settle())
        await asyncio.sleep(0)
        presence.fast.set()
        await settling
    assert await presence.read("c") == {}


async def test_who_stays_is_confirmed_though_others_come_and_go_without_end(
    broker: Teller, notes: Notes
) -> None:
    class FarPresence(FlakyPresence):
        """Takes long enough for the next to go meanwhile."""

        async def remove(self, entries: Sequence[tuple[str, str]]) -> None:
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    presence = FarPresence()
    attendance = Attendance(broker, presence, Limits(presence_confirm=0.01), notes)
    await attendance.enter("c", ANN, SEEN)
    running = asyncio.create_task(attendance.run())

    async def come_and_go() -> None:
        while True:
            attendance._places["c", "2"] = _Place("c", BOB, listed=True)
            attendance.leave("c", "2")
            await asyncio.sleep(0)

    others = asyncio.create_task(come_and_go())
    async with asyncio.timeout(5):
        assert [await presence.confirmed.get() for _ in range(3)] == [1, 1, 1]
    others.cancel()
    running.cancel()
