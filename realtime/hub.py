"""The node's channels, between the broker and the connections; looks into gaps.

A gap is filled once for all connections of a channel. Where the stream cannot fill it they are
told, spread over a moment, so that they do not all come back at once. Quiet channels are compared
with their streams now and then, since a subscription can fall silent without an error.
"""

import asyncio
from collections import deque
from contextlib import suppress
from math import ceil
from random import Random

from realtime.broker import Broker
from realtime.channel import Channel, Subscriber
from realtime.connection.broadcast import Broadcast
from realtime.connection.effects import Send
from realtime.errors import BrokerUnavailable
from realtime.limits import Limits
from realtime.observer import Observer
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Position, Publication
from realtime.protocol.pushes import encode_join, encode_leave

_READS_AT_ONCE = 32
_SHARES_OF_A_CHECK = 10


class Hub:
    """Knows every channel that a connection of this node has joined."""

    def __init__(self, broker: Broker, limits: Limits, observer: Observer, random: Random) -> None:
        self._broker = broker
        self._limits = limits
        self._observer = observer
        self._random = random
        self._channels: dict[str, Channel] = {}
        #: Channels to be compared with their streams, in order.
        self._suspects: dict[str, None] = {}
        self._wake = asyncio.Event()
        #: What is left of the current round of checks.
        self._round: deque[str] = deque()

    @property
    def channels(self) -> int:
        """How many channels have a subscriber here."""
        return len(self._channels)

    @property
    def counts(self) -> dict[str, int]:
        """How many connections of this node each channel has."""
        return {name: len(channel.subscribers) for name, channel in self._channels.items()}

    async def join(
        self, name: str, subscriber: Subscriber, *, positioned: bool, deltas: bool = False
    ) -> None:
        """Return once the subscriber receives the channel's publications.

        Raises:
            BrokerUnavailable: it does not, and has left again.

        """
        channel = self._channels.setdefault(name, Channel())
        channel.subscribers[subscriber] = positioned
        channel.deltas = channel.deltas or deltas
        try:
            await self._broker.subscribe(name)
        except BaseException:
            self.leave(name, subscriber)
            raise

    def leave(self, name: str, subscriber: Subscriber) -> None:
        """Deliver no more to the subscriber; nothing happens if it is not here."""
        channel = self._channels.get(name)
        if channel is None:
            return
        channel.subscribers.pop(subscriber, None)
        timer = channel.leaving.pop(subscriber, None) if channel.leaving else None
        if timer is not None:
            timer.cancel()
        if channel.empty:
            del self._channels[name]
            self._suspects.pop(name, None)
            self._broker.unsubscribe(name)

    def observe(self, name: str, stream: StreamOptions, top: Position) -> None:
        """Learn a stream's position from a read that a joining connection made."""
        channel = self._channels.get(name)
        if channel is None:
            return
        channel.stream = stream
        if channel.position is None:
            channel.position = top
        elif channel.position.epoch != top.epoch:
            self._suspect(name)

    def publication(self, name: str, epoch: str, publication: Publication) -> None:
        """Pass a publication on, if it is the next."""
        channel = self._channels.get(name)
        if channel is None:
            return
        broadcast = Broadcast(name, epoch, publication)
        if channel.arrive(broadcast):
            self._pass_on(channel, broadcast)
        elif channel.held is not None and not channel.being_read:
            self._suspect(name)

    def joined(self, name: str, info: ClientInfo) -> None:
        """Pass on that a client came to a channel."""
        self._tell(name, Send(encode_join(name, info)))

    def left(self, name: str, info: ClientInfo) -> None:
        """Pass on that a client went from a channel."""
        self._tell(name, Send(encode_leave(name, info)))

    def link_restored(self) -> None:
        """Look into every channel: publications may have been missed."""
        for name, channel in self._channels.items():
            if channel.stream is not None:
                self._suspect(name)

    async def run(self) -> None:
        """Look into gaps as they show, and into quiet channels in turn, until cancelled."""
        loop = asyncio.get_running_loop()
        interval = self._limits.position_check / _SHARES_OF_A_CHECK
        due = loop.time() + interval
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(due):
                    await self._wake.wait()
            self._wake.clear()
            if loop.time() >= due:  # also where gaps show all the time
                due = loop.time() + interval
                self._suspect_quiet()
            while self._suspects:
                names = list(self._suspects)[:_READS_AT_ONCE]
                for name in names:
                    del self._suspects[name]
                async with asyncio.TaskGroup() as reads:
                    for name in names:
                        reads.create_task(self._look_into(name))

    def _tell(self, name: str, push: Send) -> None:
        channel = self._channels.get(name)
        for subscriber in list(channel.subscribers) if channel else ():
            try:
                subscriber.told(name, push)
            except Exception as error:  # one connection's fault must not end all others
                self._observer.failure(f"telling {name}", error)

    def _pass_on(self, channel: Channel, broadcast: Broadcast) -> None:
        if channel.deltas:
            broadcast.before = channel.before
            placed = broadcast.publication.offset or channel.position is None
            # One without a place in the stream is unknown to those who come after it.
            channel.before = bytes(broadcast.publication.data) if placed else None
        subscribers = list(channel.subscribers)  # a copy: a delivery may end a connection
        for subscriber in subscribers:
            try:
                subscriber.deliver(broadcast)
            except Exception as error:  # one connection's fault must not end all others
                self._observer.failure(f"a delivery of {broadcast.channel}", error)
        self._observer.published(broadcast.channel, len(subscribers))

    def _suspect(self, name: str) -> None:
        self._suspects[name] = None
        self._wake.set()

    def _suspect_quiet(self) -> None:
        if not self._round:
            self._round.extend(self._channels)
        for _ in range(ceil(len(self._channels) / _SHARES_OF_A_CHECK)):
            if not self._round:
                return
            name = self._round.popleft()
            channel = self._channels.get(name)
            if channel is None or channel.stream is None:
                continue
            if channel.held is not None or not channel.active:
                self._suspects[name] = None
            channel.active = False

    async def _look_into(self, name: str) -> None:
        channel = self._channels.get(name)
        if channel is None or channel.stream is None:
            return
        channel.held = channel.held or []
        channel.being_read = True
        try:
            part = await self._broker.read(name, channel.stream, since=channel.position)
        except BrokerUnavailable:
            # What came stays held: the next check, or the link's return, looks again.
            return
        except Exception as error:  # one unreadable stream must not end all others
            self._observer.failure(f"the stream of {name}", error)
            channel.position = channel.held = channel.before = None
            self._lose(name, channel)
            return
        finally:
            channel.being_read = False
        broadcasts, lost = channel.fill(name, part)
        if lost:
            self._lose(name, channel)
        for broadcast in broadcasts:
            self._pass_on(channel, broadcast)
        if channel.held is not None:
            self._suspect(name)

    def _lose(self, name: str, channel: Channel) -> None:
        followers = [each for each, positioned in channel.subscribers.items() if positioned]
        self._observer.stream_lost(name, len(followers))
        channel.leaving = channel.leaving or {}
        loop = asyncio.get_running_loop()
        for follower in followers:
            del channel.subscribers[follower]
            delay = self._random.uniform(0, self._limits.resubscribe_spread)
            channel.leaving[follower] = loop.call_later(delay, follower.insufficient, name)
