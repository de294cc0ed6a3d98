"""What the connection machine asks its shell, and what it is told back. Values only."""

from collections.abc import Mapping, Sequence

import msgspec

from realtime.policy import ChannelOptions, Identity
from realtime.presence import PresenceStats
from realtime.protocol.codes import Disconnect, Error
from realtime.protocol.commands import SubscribeRequest
from realtime.protocol.deltas import FOSSIL
from realtime.protocol.publications import ClientInfo, Position, Publication


class Authenticate(msgspec.Struct, frozen=True):
    """Whose token is this? `renewal` where the connection has an identity. -> Authenticated."""

    token: str
    renewal: bool = False


class Join(msgspec.Struct, frozen=True):
    """May this connection take part in the channel? -> Joined.

    From the moment the shell joins the channel publications may come; they are held until the
    answer. `options` are given where the server subscribes: then nobody needs to be asked.
    `recoverable`, `positioned` and `delta` are what the client asks for.
    """

    channel: str
    token: str = ""
    since: Position | None = None
    options: ChannelOptions | None = None
    recoverable: bool = False
    positioned: bool = False
    delta: bool = False

    @classmethod
    def of(cls, request: SubscribeRequest, options: ChannelOptions | None = None) -> "Join":
        """Ask what a client's request asks for."""
        return cls(
            request.channel,
            request.token,
            request.since,
            options,
            request.recoverable,
            request.positioned,
            request.delta == FOSSIL,
        )

    def recovers(self, options: ChannelOptions) -> bool:
        """Whether the subscription gets what it missed, under these options."""
        return options.recover.applies(self.recoverable or self.since is not None)

    def follows(self, options: ChannelOptions) -> bool:
        """Whether the subscription has a position, under these options."""
        return self.recovers(options) or options.position.applies(self.positioned)


class Part(msgspec.Struct, frozen=True):
    """Leave the channel, and be known to have left. -> Done."""

    channel: str


class Renew(msgspec.Struct, frozen=True):
    """May the connection stay in the channel, with this new token? -> Renewed."""

    channel: str
    token: str


class Look(msgspec.Struct, frozen=True):
    """What may the connection do on a channel that it has not joined? -> Allowed."""

    channel: str


class ReadPresence(msgspec.Struct, frozen=True):
    """Who is in the channel? -> PresenceRead."""

    channel: str


class CountPresence(msgspec.Struct, frozen=True):
    """How many are in the channel? -> PresenceCounted."""

    channel: str


class Publish(msgspec.Struct, frozen=True):
    """Publish in the client's name. -> Done."""

    channel: str
    data: bytes


class ReadHistory(msgspec.Struct, frozen=True):
    """Read a channel's stream; `limit` 0 for its position only. -> History."""

    channel: str
    limit: int
    since: Position | None
    reverse: bool


class CallRpc(msgspec.Struct, frozen=True):
    """Call the application. -> Returned."""

    method: str
    data: bytes


class Deliver(msgspec.Struct, frozen=True):
    """Give the application a message that gets no answer. -> Done."""

    data: bytes


class Authenticated(msgspec.Struct, frozen=True):
    """`expires_in` in seconds, None for never; `channels`: those the server subscribes."""

    identity: Identity
    expires_in: float | None
    channels: Mapping[str, ChannelOptions]


class Joined(msgspec.Struct, frozen=True):
    """`top` is the stream's position, None without one; `expires_in` in seconds, None for never.

    `publications` follow `Join.since`; None where the stream no longer reaches back to it, or
    nothing was asked for.
    """

    options: ChannelOptions
    top: Position | None = None
    publications: Sequence[Publication] | None = None
    expires_in: float | None = None


class Renewed(msgspec.Struct, frozen=True):
    """The subscription goes on: `expires_in` seconds, None for ever."""

    options: ChannelOptions
    expires_in: float | None


class Allowed(msgspec.Struct, frozen=True):
    """What may be done without joining."""

    options: ChannelOptions


class PresenceRead(msgspec.Struct, frozen=True):
    """Who is there, by client id."""

    clients: Mapping[str, ClientInfo]


class PresenceCounted(msgspec.Struct, frozen=True):
    """How many are there."""

    stats: PresenceStats


class History(msgspec.Struct, frozen=True):
    """A part of a stream and the position of its top."""

    top: Position
    publications: Sequence[Publication]


class Returned(msgspec.Struct, frozen=True):
    """What an rpc gave back: JSON on one line."""

    data: bytes


class Done(msgspec.Struct, frozen=True):
    """It was done; nothing more to say."""


class Failed(msgspec.Struct, frozen=True):
    """There is no answer; with a Disconnect the connection ends."""

    reason: Error | Disconnect


ChannelQuestion = Join | Part | Renew | Look | Publish | ReadPresence | CountPresence | ReadHistory
Question = Authenticate | CallRpc | Deliver | ChannelQuestion
Answer = (
    Authenticated
    | Joined
    | Renewed
    | Allowed
    | PresenceRead
    | PresenceCounted
    | History
    | Returned
    | Done
    | Failed
)
