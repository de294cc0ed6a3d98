"""Who of this node is in which channel: kept in presence, and announced to others.

One task of the node does what nobody waits for: it confirms those who stay, removes those who went,
and tells of both. What the broker does not take is not tried again: presence forgets by itself.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from realtime.broker import Broker
from realtime.errors import BrokerUnavailable
from realtime.limits import Limits
from realtime.observer import Observer
from realtime.policy import ChannelOptions
from realtime.presence import Presence
from realtime.protocol.publications import ClientInfo

_BATCH = 256


@dataclass(slots=True)
class _Place:
    channel: str
    info: ClientInfo
    listed: bool
    announced: bool = False


@dataclass(slots=True)
class _Change:
    place: _Place
    comes: bool
    done: asyncio.Future[None]


class Attendance:
    """`presence` None: nobody is listed."""

    def __init__(
        self, broker: Broker, presence: Presence | None, limits: Limits, observer: Observer
    ) -> None:
        self._broker = broker
        self._presence = presence
        self._limits = limits
        self._observer = observer
        self._places: dict[tuple[str, str], _Place] = {}
        self._changes: deque[_Change] = deque()
        self._last: asyncio.Future[None] | None = None
        self._wake = asyncio.Event()
        self._confirm_all = False

    async def enter(self, channel: str, info: ClientInfo, options: ChannelOptions) -> None:
        """Return once the client can be seen in the channel, where its options say so.

        Raises:
            BrokerUnavailable: it cannot be seen; it is not here.

        """
        listed = options.listed and self._presence is not None
        if not (listed or options.announced):
            return
        self._places[channel, info.client] = _Place(channel, info, listed)
        if self._presence is None or not listed:
            return
        try:
            await self._presence.confirm([(channel, info)])
        except BaseException:
            self.leave(channel, info.client)
            raise

    def announce(self, channel: str, client: str) -> None:
        """Tell others that the client came."""
        place = self._places.get((channel, client))
        if place is not None:
            place.announced = True
            self._change(place, comes=True)

    def leave(self, channel: str, client: str) -> asyncio.Future[None] | None:
        """Take the client out; the future is done when others can know. None: it was not here."""
        place = self._places.pop((channel, client), None)
        return None if place is None else self._change(place, comes=False)

    def link_restored(self) -> None:
        """Confirm everybody: what keeps presence may have come back empty."""
        self._confirm_all = True
        self._wake.set()

    async def settle(self) -> None:
        """Return once what was asked for so far is done; `run` must be running."""
        if self._last is not None:
            await asyncio.wait([self._last])

    async def run(self) -> None:
        """Do what was asked for, and confirm now and then who is here, until cancelled."""
        loop = asyncio.get_running_loop()
        confirmed = loop.time()
        while True:
            due = confirmed + self._limits.presence_confirm
            with suppress(TimeoutError):
                async with asyncio.timeout_at(due):
                    await self._wake.wait()
            self._wake.clear()
            # Others may come and go without end: those who stay must be confirmed between them.
            while self._changes:
                count = min(len(self._changes), _BATCH)
                await self._carry_out([self._changes.popleft() for _ in range(count)])
                if loop.time() >= due:
                    self._wake.set()
                    break
            if self._confirm_all or loop.time() >= due:
                self._confirm_all = False
                confirmed = loop.time()
                await self._confirm()

    def _change(self, place: _Place, *, comes: bool) -> asyncio.Future[None]:
        change = _Change(place, comes, asyncio.get_running_loop().create_future())
        self._changes.append(change)
        self._last = change.done
        self._wake.set()
        return change.done

    async def _carry_out(self, changes: Sequence[_Change]) -> None:
        try:
            gone = [
                (change.place.channel, change.place.info.client)
                for change in changes
                if change.place.listed and not change.comes and not self._is_back(change.place)
            ]
            if gone and self._presence is not None:
                await self._presence.remove(gone)
            async with asyncio.TaskGroup() as tasks:
                for change in changes:
                    if change.place.announced:
                        tasks.create_task(self._tell(change))
        except Exception as error:  # one fault must not end the node's attendance
            self._observer.failure("attendance", error)
        finally:
            for change in changes:
                if not change.done.done():
                    change.done.set_result(None)

    def _is_back(self, place: _Place) -> bool:
        """Whether the client came again before its removal had its turn."""
        now = self._places.get((place.channel, place.info.client))
        return now is not None and now.listed

    async def _tell(self, change: _Change) -> None:
        tell = self._broker.join if change.comes else self._broker.leave
        try:
            await tell(change.place.channel, change.place.info)
        except BrokerUnavailable as error:
            self._observer.failure("telling who came or went", error)

    async def _confirm(self) -> None:
        listed = [(place.channel, place.info) for place in self._places.values() if place.listed]
        for start in range(0, len(listed), _BATCH):
            entries = [
                (channel, info)
                for channel, info in listed[start : start + _BATCH]
                if (channel, info.client) in self._places
            ]
            try:
                if self._presence is not None:
                    await self._presence.confirm(entries)
            except Exception as error:  # the next round, or the link's return, confirms again
                self._observer.failure("attendance", error)
                return
