"""What an application decides: who connects, what a channel is, what a call does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

import msgspec


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a connection belongs to."""

    #: Groups connections for limits and `disconnect(user=...)`; empty for an anonymous one.
    user: str
    #: The log-in the token came from, for `disconnect(session=...)`.
    session: str = ""
    #: Unix seconds; None: the connection does not expire.
    expires_at: float | None = None
    #: JSON shown to others beside what this client publishes, and in presence.
    info: msgspec.Raw | None = None
    #: JSON told to the client itself in the answer to its `connect`.
    data: msgspec.Raw | None = None
    #: The application's own, handed back to its handlers untouched.
    principal: object = None


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """How much of a channel is kept for those who were away."""

    #: Publications kept; 0: none, a publication is only passed on.
    size: int
    #: Seconds after the last publication until the kept ones are dropped.
    ttl: float
    #: Seconds until the position (offset, epoch, highest sequence) of an unused channel is dropped.
    meta_ttl: float


NO_STREAM = StreamOptions(size=0, ttl=0, meta_ttl=0)


class When(Enum):
    """Whether a subscription has a feature."""

    NEVER = auto()
    #: Where the client asks for it.
    ASKED = auto()
    #: Also where the client does not.
    ALWAYS = auto()

    def applies(self, asked: bool) -> bool:
        """Whether it has it, given whether the client asks."""
        return self is When.ALWAYS or (self is When.ASKED and asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOptions:
    """What one connection may do with a channel, and what others learn of it."""

    stream: StreamOptions = NO_STREAM
    #: After a broken connection get what was missed; follows positions too. Needs a stream.
    recover: When = When.NEVER
    #: Be told when something was missed, without getting it. Needs a stream.
    position: When = When.NEVER
    #: Publish from the client.
    publish: bool = False
    #: Ask for `history`. Needs a stream.
    history: bool = False
    #: Ask who is here (`presence`, `presence_stats`).
    presence: bool = False
    #: Be one of those who are here.
    listed: bool = False
    #: Have one's coming and going told to those who hear of it.
    announced: bool = False
    #: Hear of others' coming and going.
    join_leave: When = When.NEVER
    #: Receive differences between publications (fossil) instead of the whole, where asked for.
    delta: bool = False
    #: Receive only publications whose tags match what the client asks for.
    tags_filter: bool = False
    #: Unix seconds at which the subscription ends unless it is renewed; None: it does not.
    expires_at: float | None = None
    #: JSON shown to others in this channel only, beside `Identity.info`.
    info: msgspec.Raw | None = None
    #: JSON told to the client itself in the answer to its `subscribe`.
    data: msgspec.Raw | None = None

    def __post_init__(self) -> None:
        follows = self.recover is not When.NEVER or self.position is not When.NEVER
        if (follows or self.history) and self.stream.size <= 0:
            raise ValueError("recovery, positions and history need a stream")


class Authenticator(Protocol):
    """Turns a token into an identity."""

    async def authenticate(self, token: str) -> Identity:
        """Return whose token this is; an empty one where the client sent none.

        Raises:
            TokenExpired: the client shall get a new one.
            TokenInvalid: the client shall stop.
            ClientDisconnect: the client is sent away with a code of the application.

        """
        ...


class ChannelPolicy(Protocol):
    """Says what channels there are, and who may do what there."""

    async def subscribe(self, identity: Identity, channel: str, token: str) -> ChannelOptions:
        """Return what this subscriber may do; `token` is the subscription's own, often empty.

        Asked again with a new token before the subscription expires (`sub_refresh`).

        Raises:
            ClientError: not allowed (103), no such channel (102), token expired (109).

        """
        ...

    async def outside(self, identity: Identity, channel: str) -> ChannelOptions:
        """Return what a connection may do on a channel that it has not joined.

        Only `publish`, `history` and `presence` count. Raises ClientError like `subscribe`.
        """
        ...

    def server_side(self, identity: Identity) -> Mapping[str, ChannelOptions]:
        """Return the channels a connection is subscribed to without asking, e.g. its user's own."""
        ...

    def stream(self, channel: str) -> StreamOptions:
        """Return how much of the channel is kept; the same as its subscribers' options say."""
        ...


#: JSON in, JSON out. Raises ClientError; anything else is answered as a temporary internal error.
RpcHandler = Callable[[Identity, bytes], Awaitable[bytes]]

#: For `send`, which has no answer.
MessageHandler = Callable[[Identity, bytes], Awaitable[None]]
