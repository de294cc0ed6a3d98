"""What the connection machine asks its shell, and what it is told back. Values only."""

from collections.abc import Mapping, Sequence

import msgspec

from realtime.policy import ChannelOptions, Identity
from realtime.protocol.codes import Disconnect, Error
from realtime.protocol.publications import Position, Publication


class Authenticate(msgspec.Struct, frozen=True):
    """Whose token is this? `renewal` where the connection has an identity. -> Authenticated."""

    token: str
    renewal: bool = False


class Join(msgspec.Struct, frozen=True):
    """May this connection take part in the channel? -> Joined.

    From the moment the shell joins the channel publications may come; they are held until the
    answer. `options` are given where the server subscribes: then nobody needs to be asked.
    """

    channel: str
    token: str = ""
    since: Position | None = None
    options: ChannelOptions | None = None


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
    """`top` is the stream's position, None without one.

    `publications` follow `Join.since`; None where the stream no longer reaches back to it, or
    nothing was asked for.
    """

    options: ChannelOptions
    top: Position | None = None
    publications: Sequence[Publication] | None = None


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


Question = Authenticate | Join | Publish | ReadHistory | CallRpc | Deliver
Answer = Authenticated | Joined | History | Returned | Done | Failed
