"""What an application decides: who connects, what a channel is, what a call does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
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
    #: JSON shown to others beside what this client publishes.
    info: msgspec.Raw | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOptions:
    """What one subscriber may do with a channel."""

    stream: StreamOptions = NO_STREAM
    #: Follow positions: after a broken connection get what was missed. Needs a stream.
    recover: bool = False
    #: Publish from the client.
    publish: bool = False
    #: Ask for `history`. Needs a stream.
    history: bool = False

    def __post_init__(self) -> None:
        if (self.recover or self.history) and self.stream.size <= 0:
            raise ValueError("recovery and history need a stream")


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

        Raises:
            ClientError: not allowed (103), no such channel (102), token expired (109).

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
