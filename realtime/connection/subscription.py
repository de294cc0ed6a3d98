"""One channel of one connection: its position, and how it came to it."""

from collections.abc import Sequence
from enum import Enum, auto

from realtime.connection.effects import Broadcast
from realtime.connection.questions import Joined
from realtime.policy import ChannelOptions
from realtime.protocol.commands import SubscribeRequest
from realtime.protocol.publications import Publication
from realtime.protocol.replies import SubscribeResult


class Arrival(Enum):
    """What a publication means to a subscription."""

    NEXT = auto()
    HELD = auto()
    OLD = auto()
    GAP = auto()


class Subscription:
    """Takes publications in order from its position, each once.

    While the stream is being read (from `Join` until `Joined`) live publications are held, and
    merged with what was read by their offsets: nothing is missed or doubled in between.
    """

    __slots__ = ("_epoch", "_held", "_lost", "_offset", "options", "positioned", "server_side")

    def __init__(self, *, server_side: bool) -> None:
        self.server_side = server_side
        self.positioned = False
        #: What the policy granted; None until joined.
        self.options: ChannelOptions | None = None
        self._offset = 0
        self._epoch = ""
        self._held: list[Broadcast] | None = []
        self._lost = False

    def arrive(self, broadcast: Broadcast) -> Arrival:
        """Judge a live publication, and move on if it is the next."""
        if self._held is not None:
            self._held.append(broadcast)
            return Arrival.HELD
        if not self.positioned:
            return Arrival.NEXT
        offset = broadcast.publication.offset
        if broadcast.epoch != self._epoch or offset > self._offset + 1:
            return Arrival.GAP
        if offset <= self._offset:
            return Arrival.OLD
        self._offset = offset
        return Arrival.NEXT

    def lose(self) -> bool:
        """Take note that the stream was lost; return whether that matters now."""
        if self._held is not None:
            self._lost = True
            return False
        return self.positioned

    def join(
        self, request: SubscribeRequest, joined: Joined, recovery_bytes: int
    ) -> tuple[SubscribeResult, Sequence[Broadcast], bool]:
        """Take the answer to `Join`.

        Returns the reply, the live publications to send after it, and whether the stream was lost
        meanwhile. The rules are the reference's: recovered if the publications lead without a gap
        from the request's offset to the top, in the same epoch (an empty epoch in the request
        matches any); then the reply's offset is the request's.
        """
        held, self._held = self._held or [], None
        self.options = joined.options
        if not joined.options.recover or joined.top is None:
            return SubscribeResult(), held, False
        self.positioned = True
        self._epoch, self._offset = joined.top.epoch, joined.top.offset
        result = SubscribeResult(
            recoverable=True,
            positioned=True,
            epoch=self._epoch,
            offset=self._offset,
            was_recovering=request.recover,
        )
        if request.recover and recoverable(request, joined, recovery_bytes):
            result.recovered = True
            result.offset = request.offset
            result.publications = list(joined.publications or ())
        arrivals = [(self.arrive(broadcast), broadcast) for broadcast in held]
        live = [broadcast for arrival, broadcast in arrivals if arrival is Arrival.NEXT]
        lost = self._lost or any(arrival is Arrival.GAP for arrival, _ in arrivals)
        return result, live, lost


def recoverable(request: SubscribeRequest, joined: Joined, recovery_bytes: int) -> bool:
    """Whether `joined.publications` lead from the request's position to the top, and are few."""
    top, publications = joined.top, joined.publications
    if top is None or publications is None or request.epoch not in {"", top.epoch}:
        return False
    if size_of(publications) > recovery_bytes:
        return False
    offset = request.offset
    for publication in publications:
        offset += 1
        if publication.offset != offset:
            return False
    return offset == top.offset


def size_of(publications: Sequence[Publication]) -> int:
    """Bytes of the publications' data."""
    return sum(len(memoryview(publication.data)) for publication in publications)
