"""What the engine needs of whatever carries publications between nodes and keeps them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Position, Publication


@dataclass(frozen=True, slots=True)
class Fence:
    """A right to publish that a later holder takes away.

    Work that moved to another process carries a higher token. A publication with a lower one than
    the highest seen for `key` in the channel is refused: a paused process that wakes is harmless.
    Remembered for an hour after the last publication under the key.
    """

    key: str
    token: int


#: Seconds a fence is remembered: longer than a process may be paused and still publish.
FENCE_TTL = 3600.0

#: Seconds an idempotency key is remembered: longer than anybody retries.
IDEMPOTENCY_TTL = 300.0


@dataclass(frozen=True, slots=True)
class Published:
    """Kept and on its way; `offset` 0 and no epoch where the channel has no stream."""

    offset: int
    epoch: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The sequence number was published before: dropped."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers before this one are missing: publish from `wanted` on, then this again."""

    wanted: int


@dataclass(frozen=True, slots=True)
class Fenced:
    """A later holder of the fence has published: dropped."""


PublishOutcome = Published | Duplicate | Gap | Fenced


@dataclass(frozen=True, slots=True)
class StreamPart:
    """Part of a stream, and the position of its top when that part was read."""

    top: Position
    publications: Sequence[Publication]


class BrokerListener(Protocol):
    """Where a node's publications arrive. None of its methods may wait."""

    def publication(self, channel: str, epoch: str, publication: Publication) -> None:
        """Take a publication of a channel this node subscribed, in the channel's order."""
        ...

    def joined(self, channel: str, info: ClientInfo) -> None:
        """Take note that a client came to a channel this node subscribed."""
        ...

    def left(self, channel: str, info: ClientInfo) -> None:
        """Take note that a client went from a channel this node subscribed."""
        ...

    def control(self, message: bytes) -> None:
        """Take a message that another node sent to all, or to this one."""
        ...

    def failure(self, where: str, error: Exception) -> None:
        """Take note of something that came and could not be read."""
        ...

    def link_lost(self) -> None:
        """Nothing arrives for a while."""
        ...

    def link_restored(self) -> None:
        """Publications arrive again; some may have been missed."""
        ...


class Broker(Protocol):
    """Carries publications to all nodes, in one order per channel, and keeps streams of them.

    Its methods raise BrokerUnavailable when they cannot do their work now. Why each exists:

    `publish` is one atomic step, because an append that is not published (or the reverse) is a gap
    that only a later publication would show. It knows sequences and fences since only there they
    can be checked against what is kept.

    `read` returns the position together with the publications, because a subscriber has to know
    whether they reach the top.

    `subscribe` and `unsubscribe` exist so that a node receives only what its own connections want.
    """

    async def run(self, listener: BrokerListener, node: str) -> None:
        """Receive until cancelled. Reconnects by itself; everything subscribed stays so.

        `node` is this node's name, unique in the system, for `send_control`.
        """
        ...

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
        """Append to the stream (if there is one) and send to every node.

        `sequence` is the application's own consecutive number: the highest is kept beside the
        position, equal or lower is a Duplicate, a hole is a Gap, and a channel that has none yet
        takes any. Publications without one leave it alone. A second publication under the same
        `idempotency_key` within IDEMPOTENCY_TTL does nothing and is answered as the first was.
        """
        ...

    async def read(
        self,
        channel: str,
        options: StreamOptions,
        *,
        since: Position | None = None,
        limit: int | None = None,
        reverse: bool = False,
    ) -> StreamPart:
        """Read publications after `since` (before it when `reverse`), at most `limit`; None: all.

        Without `since` from the oldest kept (`reverse`: the newest). Nothing is read where
        `since.epoch` is given and not the top's. A channel never used gets an epoch here.
        """
        ...

    async def forget(self, channel: str) -> None:
        """Drop the channel's stream, its position and its highest sequence.

        The next publication or read begins a new epoch, and its subscribers are told to come
        again. For an application that cannot fill a gap any more.
        """
        ...

    async def clear(self, channel: str) -> None:
        """Drop what the channel's stream keeps; its position and its highest sequence stay."""
        ...

    async def join(self, channel: str, info: ClientInfo) -> None:
        """Tell every node that a client came to the channel."""
        ...

    async def leave(self, channel: str, info: ClientInfo) -> None:
        """Tell every node that a client went from the channel."""
        ...

    async def subscribe(self, channel: str) -> None:
        """Return once this node receives the channel's publications."""
        ...

    def unsubscribe(self, channel: str) -> None:
        """Stop receiving; takes effect in order with `subscribe`."""
        ...

    async def send_control(self, message: bytes, *, node: str | None = None) -> int:
        """Send a message to all other nodes, or to the one named; return how many were reached."""
        ...


class Codec(Protocol):
    """What is done to everything that leaves the process, and undone once per node."""

    def seal(self, channel: str, data: bytes) -> bytes:
        """Turn plain bytes to what is kept; may be bound to the channel."""
        ...

    def open(self, channel: str, data: bytes) -> bytes:
        """Turn what is kept back to plain bytes.

        Raises:
            ValueError: it was not sealed for this channel, or with this key.

        """
        ...


class PlainCodec:
    """Leaves everything as it is."""

    def seal(self, channel: str, data: bytes) -> bytes:
        """Return `data`."""
        del channel
        return data

    def open(self, channel: str, data: bytes) -> bytes:
        """Return `data`."""
        del channel
        return data


#: Makes what an epoch is called; unique and short.
EpochFactory = Callable[[], str]
