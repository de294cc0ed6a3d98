"""A broker for one process: streams in memory, nothing survives it."""

import asyncio
import secrets
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

import msgspec

from realtime.broker import (
    FENCE_TTL,
    IDEMPOTENCY_TTL,
    BrokerListener,
    Duplicate,
    EpochFactory,
    Fence,
    Fenced,
    Gap,
    Published,
    PublishOutcome,
    StreamPart,
)
from realtime.clock import Clock, SystemClock
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Position, Publication

_SWEEP_SECONDS = 30.0


@dataclass(slots=True)
class _Stream:
    epoch: str
    offset: int = 0
    sequence: int | None = None
    publications: deque[Publication] = field(default_factory=deque)
    #: When the publications, and when the position, are forgotten.
    publications_until: float = inf
    meta_until: float = inf

    def append(self, publication: Publication, options: StreamOptions, now: float) -> Publication:
        self.offset += 1
        placed = msgspec.structs.replace(publication, offset=self.offset)
        self.publications.append(placed)
        while len(self.publications) > options.size:
            self.publications.popleft()
        self.publications_until = now + options.ttl
        return placed


class MemoryBroker:
    """The reference for what a broker does; the same tests run against the one on Redis."""

    def __init__(
        self, *, clock: Clock | None = None, new_epoch: EpochFactory = lambda: secrets.token_hex(4)
    ) -> None:
        self._clock = clock or SystemClock()
        self._new_epoch = new_epoch
        self._streams: dict[str, _Stream] = {}
        #: Highest token and when it is forgotten, by channel and key.
        self._fences: dict[tuple[str, str], tuple[int, float]] = {}
        #: How a publication ended and when that is forgotten, by channel and idempotency key.
        self._published: dict[tuple[str, str], tuple[Published, float]] = {}
        self._channels: set[str] = set()
        self._listener: BrokerListener | None = None

    async def run(self, listener: BrokerListener, node: str) -> None:
        """Deliver until cancelled, and forget now and then what nobody asks for."""
        del node
        self._listener = listener
        listener.link_restored()
        try:
            while True:
                await asyncio.sleep(_SWEEP_SECONDS)
                self.sweep()
        finally:
            self._listener = None

    def sweep(self) -> None:
        """Forget what is past its time."""
        now = self._clock.monotonic()
        self._fences = {key: kept for key, kept in self._fences.items() if kept[1] > now}
        self._published = {key: kept for key, kept in self._published.items() if kept[1] > now}
        for channel in list(self._streams):
            self._current(channel)

    async def publish(
        self,
        channel: str,
        data: bytes,
        options: StreamOptions,
        *,
        info: ClientInfo | None = None,
        tags: Mapping[str, str] | None = None,
        sequence: int | None = None,
        fence: Fence | None = None,
        idempotency_key: str = "",
    ) -> PublishOutcome:
        """See `Broker.publish`."""
        now = self._clock.monotonic()
        before = self._published.get((channel, idempotency_key))
        if before is not None and before[1] > now:
            return before[0]
        if fence is not None and not self._passes(channel, fence):
            return Fenced()
        publication = Publication(msgspec.Raw(data), info, 0, dict(tags or {}))
        published = Published(0, "")
        if options.size <= 0:
            self._deliver(channel, "", publication)
        else:
            stream = self._open(channel, options)
            if sequence is not None and stream.sequence is not None:
                if sequence <= stream.sequence:
                    return Duplicate()
                if sequence > stream.sequence + 1:
                    return Gap(stream.sequence + 1)
            if sequence is not None:
                stream.sequence = sequence
            publication = stream.append(publication, options, now)
            published = Published(stream.offset, stream.epoch)
            self._deliver(channel, stream.epoch, publication)
        if idempotency_key:
            self._published[channel, idempotency_key] = (published, now + IDEMPOTENCY_TTL)
        return published

    async def read(
        self,
        channel: str,
        options: StreamOptions,
        *,
        since: Position | None = None,
        limit: int | None = None,
        reverse: bool = False,
    ) -> StreamPart:
        """See `Broker.read`."""
        stream = self._open(channel, options)
        top = Position(stream.offset, stream.epoch)
        if since is not None and since.epoch not in {"", top.epoch}:
            return StreamPart(top, [])
        kept = list(stream.publications)
        if since is not None and reverse:
            kept = kept[: bisect_left(kept, since.offset, key=_offset)]
        elif since is not None:
            kept = kept[bisect_right(kept, since.offset, key=_offset) :]
        if reverse:
            kept.reverse()
        return StreamPart(top, kept[:limit])

    async def forget(self, channel: str) -> None:
        """See `Broker.forget`."""
        self._streams.pop(channel, None)

    async def clear(self, channel: str) -> None:
        """See `Broker.clear`."""
        stream = self._current(channel)
        if stream is not None:
            stream.publications.clear()

    async def join(self, channel: str, info: ClientInfo) -> None:
        """See `Broker.join`."""
        if self._listener is not None and channel in self._channels:
            self._listener.joined(channel, info)

    async def leave(self, channel: str, info: ClientInfo) -> None:
        """See `Broker.leave`."""
        if self._listener is not None and channel in self._channels:
            self._listener.left(channel, info)

    async def subscribe(self, channel: str) -> None:
        """See `Broker.subscribe`."""
        self._channels.add(channel)

    def unsubscribe(self, channel: str) -> None:
        """See `Broker.unsubscribe`."""
        self._channels.discard(channel)

    async def send_control(self, message: bytes, *, node: str | None = None) -> int:
        """Reach nobody: there is no other node."""
        del message, node
        return 0

    def _deliver(self, channel: str, epoch: str, publication: Publication) -> None:
        if self._listener is not None and channel in self._channels:
            self._listener.publication(channel, epoch, publication)

    def _passes(self, channel: str, fence: Fence) -> bool:
        now = self._clock.monotonic()
        token, until = self._fences.get((channel, fence.key), (fence.token, inf))
        if fence.token < token and until > now:
            return False
        self._fences[channel, fence.key] = (fence.token, now + FENCE_TTL)
        return True

    def _current(self, channel: str) -> _Stream | None:
        stream = self._streams.get(channel)
        if stream is None:
            return None
        now = self._clock.monotonic()
        if stream.meta_until <= now:
            del self._streams[channel]
            return None
        if stream.publications_until <= now:
            stream.publications.clear()
        return stream

    def _open(self, channel: str, options: StreamOptions) -> _Stream:
        stream = self._current(channel)
        if stream is None:
            stream = self._streams[channel] = _Stream(self._new_epoch())
        stream.meta_until = self._clock.monotonic() + options.meta_ttl
        return stream


def _offset(publication: Publication) -> int:
    return publication.offset
