"""One channel of one connection: its position, and how it came to it."""

from collections.abc import Sequence
from enum import Enum, auto

from realtime.connection.broadcast import Broadcast
from realtime.connection.effects import Send
from realtime.connection.questions import Join, Joined
from realtime.policy import ChannelOptions
from realtime.protocol.codes import RESUBSCRIBE, Unsubscribe
from realtime.protocol.commands import SubscribeRequest
from realtime.protocol.deltas import as_differences
from realtime.protocol.publications import Publication, lead
from realtime.protocol.replies import SubscribeResult
from realtime.protocol.tags_filter import Matches


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

    __slots__ = (
        "_delta",
        "_epoch",
        "_has_previous",
        "_held",
        "_matches",
        "_offset",
        "ended",
        "hears_joins",
        "options",
        "plain",
        "positioned",
        "server_side",
    )

    def __init__(self, *, server_side: bool, matches: Matches | None = None) -> None:
        """Reserve; `matches` tells by its tags whether a publication is wanted, None: all are."""
        self.server_side = server_side
        self.positioned = False
        #: What the policy granted; None until joined.
        self.options: ChannelOptions | None = None
        #: Whether others' coming and going is told.
        self.hears_joins = False
        #: Whether every publication is sent, and as it is.
        self.plain = matches is None
        #: Why the server ended the subscription while it was being joined.
        self.ended: Unsubscribe | None = None
        self._matches = matches
        self._delta = False
        #: Whether the client has the channel's newest publication, so that a delta makes sense.
        self._has_previous = False
        self._offset = 0
        self._epoch = ""
        self._held: list[Broadcast] | None = []

    @property
    def joining(self) -> bool:
        """Whether the stream is still being read."""
        return self._held is not None

    def arrive(self, broadcast: Broadcast) -> Arrival:
        """Judge a live publication, and move on if it is the next."""
        if self._held is not None:
            self._held.append(broadcast)
            return Arrival.HELD
        offset = broadcast.publication.offset
        if not self.positioned or not offset:
            return Arrival.NEXT
        if broadcast.epoch != self._epoch or offset > self._offset + 1:
            return Arrival.GAP
        if offset <= self._offset:
            return Arrival.OLD
        self._offset = offset
        return Arrival.NEXT

    def effects(self, broadcast: Broadcast) -> Sequence[Send]:
        """Return what to send of a publication that is the next; `plain` ones need not ask."""
        if self._matches is not None:
            return broadcast.effects if self._matches(broadcast.publication.tags) else ()
        if not self._delta:
            return broadcast.effects
        if self.positioned and not broadcast.publication.offset:
            # It has no place in the stream: what the client had before it is not known.
            self._has_previous = False
            return broadcast.whole
        has_previous, self._has_previous = self._has_previous, True
        return broadcast.difference if has_previous else broadcast.whole

    def lose(self) -> bool:
        """Take note that the stream was lost; return whether that matters now."""
        if self._held is not None:
            self.ended = self.ended or RESUBSCRIBE
            return False
        return self.positioned

    def join(
        self, request: SubscribeRequest, joined: Joined, recovery_bytes: int
    ) -> tuple[SubscribeResult, Sequence[Send]]:
        """Take the answer to `Join`.

        Returns the reply and what live publications send after it; where the stream was lost
        meanwhile, `ended` says so. The rules are the reference's: recovered if the publications
        lead without a gap from the request's offset to the top, in the same epoch (an empty epoch
        in the request matches any); then the reply's offset is the request's.
        """
        held, self._held = self._held or [], None
        options = self.options = joined.options
        asked = Join.of(request)
        self.hears_joins = options.join_leave.applies(request.join_leave)
        # Of what a filter leaves out a client has nothing to apply a delta to: it is one or other.
        self._delta = asked.delta and options.delta and self._matches is None
        self.plain = self._matches is None and not self._delta
        result = SubscribeResult(data=options.data, delta=self._delta)
        if joined.top is not None:
            self.positioned = True
            self._epoch, self._offset = joined.top.epoch, joined.top.offset
            result.positioned, result.recoverable = True, asked.recovers(options)
            result.epoch, result.offset = self._epoch, self._offset
            result.was_recovering = request.recover
        if result.recoverable and request.recover and recovered(request, joined, recovery_bytes):
            result.recovered = True
            result.offset = request.offset
            result.publications = self._wanted(joined.publications or ())
        live: list[Send] = []
        for broadcast in held:
            arrival = self.arrive(broadcast)
            if arrival is Arrival.NEXT:
                live.extend(self.effects(broadcast))
            elif arrival is Arrival.GAP:
                self.ended = self.ended or RESUBSCRIBE
        if self.ended is RESUBSCRIBE and not self.positioned:
            self.ended = None
        return result, live

    def _wanted(self, publications: Sequence[Publication]) -> list[Publication]:
        if self._delta:
            self._has_previous = bool(publications)
            return as_differences(publications)
        matches = self._matches
        return [each for each in publications if matches is None or matches(each.tags)]


def recovered(request: SubscribeRequest, joined: Joined, recovery_bytes: int) -> bool:
    """Whether `joined.publications` lead from the request's position to the top, and are few."""
    top, publications = joined.top, joined.publications
    if top is None or publications is None or request.epoch not in {"", top.epoch}:
        return False
    return size_of(publications) <= recovery_bytes and lead(
        publications, request.offset, top.offset
    )


def size_of(publications: Sequence[Publication]) -> int:
    """Bytes of the publications' data."""
    return sum(len(memoryview(publication.data)) for publication in publications)
