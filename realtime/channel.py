"""One channel on one node: who takes its publications, up to where they were passed on. No I/O."""

from asyncio import TimerHandle
from collections.abc import Sequence
from typing import Protocol

from realtime.broker import StreamPart
from realtime.connection.broadcast import Broadcast
from realtime.connection.effects import Send
from realtime.policy import StreamOptions
from realtime.protocol.publications import Position, lead


class Subscriber(Protocol):
    """A connection, as its node's channels see it."""

    def deliver(self, broadcast: Broadcast) -> None:
        """Take a publication; must not wait."""
        ...

    def told(self, channel: str, push: Send) -> None:
        """Take the push of somebody's coming or going; must not wait."""
        ...

    def insufficient(self, channel: str) -> None:
        """Take note that the channel lost its continuity."""
        ...


class Channel:
    """Passes publications on with consecutive offsets; holds them while a gap is looked into."""

    __slots__ = (
        "active",
        "before",
        "being_read",
        "deltas",
        "held",
        "leaving",
        "passed",
        "position",
        "stream",
        "subscribers",
    )

    def __init__(self) -> None:
        #: Who takes publications; True for those who follow positions, False for who takes all.
        self.subscribers: dict[Subscriber, bool] = {}
        #: Followers of a stream that was lost, who have yet to be told; None for nobody.
        self.leaving: dict[Subscriber, TimerHandle] | None = None
        #: How the stream is kept; None while nobody follows it.
        self.stream: StreamOptions | None = None
        self.position: Position | None = None
        #: Offset of what was passed on last in the position's epoch. Less than the position's where
        #: that was read: what leads up to it may be on its way to those who follow no position.
        self.passed = 0
        #: What came while the stream is being read; None while all is well.
        self.held: list[Broadcast] | None = None
        #: Whether an answer is on its way that decides about what is held.
        self.being_read = False
        #: Whether something came since the last look.
        self.active = False
        #: Whether somebody takes deltas; then the data of what was passed on last, where that is
        #: the one before the next.
        self.deltas = False
        self.before: bytes | None = None

    @property
    def empty(self) -> bool:
        """Whether nobody is here."""
        return not (self.subscribers or self.leaving)

    def arrive(self, broadcast: Broadcast) -> bool:
        """Return whether to pass the publication on; if not, it is old, or held from here on."""
        self.active = True
        offset = broadcast.publication.offset
        if not offset:
            return True
        if self.held is not None:
            self.held.append(broadcast)
            return False
        position = self.position
        if position is None or (
            offset == position.offset + 1 and broadcast.epoch == position.epoch
        ):
            if self.passed != offset - 1:
                self.before = None
            self.position = Position(offset, broadcast.epoch)
            self.passed = offset
            return True
        if broadcast.epoch != position.epoch or offset > position.offset:
            self.held = [broadcast]
            return False
        late = offset > self.passed
        self.passed = max(self.passed, offset)
        return late

    def fill(self, name: str, part: StreamPart) -> tuple[Sequence[Broadcast], bool]:
        """Take what the stream holds after `position`.

        Returns what to pass on, and whether the stream was lost: then followers cannot go on, and
        the position is the stream's own from here.
        """
        held, self.held = self.held or [], None
        missed: Sequence[Broadcast] = []
        lost = self.position is not None and not _follows(part, self.position)
        if self.position is not None and not lost:
            missed = [Broadcast(name, part.top.epoch, each) for each in part.publications]
        if lost or self.position is None or self.passed != self.position.offset:
            self.before = None  # those who come from here on know a later one
        self.position = part.top
        self.passed = part.top.offset
        return [*missed, *(each for each in held if self.arrive(each))], lost


def _follows(part: StreamPart, position: Position) -> bool:
    return part.top.epoch == position.epoch and lead(
        part.publications, position.offset, part.top.offset
    )
