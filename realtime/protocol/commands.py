"""Bytes of a client's frame to commands.

Source: `Command` in https://github.com/centrifugal/protocol, definitions/client.proto, in its JSON
form: one object after the other, separated by line feeds, fields with zero values left out.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Annotated

import msgspec

from realtime.protocol.publications import Offset, Position
from realtime.protocol.tags_filter import FilterNode

Unsigned = Annotated[int, msgspec.Meta(ge=0)]

#: Bit of `SubscribeRequest.flag`: answer error 112 rather than `recovered: false`.
REJECT_UNRECOVERED = 2


class MalformedFrameError(ValueError):
    """A frame that is not a sequence of commands; the connection ends with 3501."""


class SubscribeRequest(msgspec.Struct):
    """`channel` is empty where it is the key already (`ConnectRequest.subs`).

    `type` other than 0 asks for a map subscription, which is not offered here.
    """

    channel: str = ""
    token: str = ""
    recover: bool = False
    epoch: str = ""
    offset: Offset = 0
    positioned: bool = False
    recoverable: bool = False
    join_leave: bool = False
    delta: str = ""
    tf: FilterNode | None = None
    flag: int = 0
    type: int = 0

    @property
    def since(self) -> Position | None:
        """Where the client wants to go on from; None for a first subscription."""
        return Position(self.offset, self.epoch) if self.recover else None


class ConnectRequest(msgspec.Struct):
    """The first command; `subs` are server-side subscriptions a client wants recovered."""

    token: str = ""
    subs: dict[str, SubscribeRequest] = {}


class RefreshRequest(msgspec.Struct, gc=False):
    """A new token before the old one ends."""

    token: str = ""


class ChannelRequest(msgspec.Struct, gc=False):
    """Body of `unsubscribe`, `presence` and `presence_stats`."""

    channel: str = ""


class SubRefreshRequest(msgspec.Struct, gc=False):
    """A new token for a subscription; `type` other than 0 tracks keys, which is not offered."""

    channel: str = ""
    token: str = ""
    type: int = 0


class PublishRequest(msgspec.Struct, gc=False):
    """`data` is any JSON; `type` other than 0 publishes to a map, which is not offered."""

    channel: str = ""
    data: msgspec.Raw = msgspec.Raw()
    type: int = 0


class HistoryRequest(msgspec.Struct):
    """`limit`: 0 only the position, -1 everything there is."""

    channel: str = ""
    limit: int = 0
    since: Position | None = None
    reverse: bool = False


class RpcRequest(msgspec.Struct, gc=False):
    """`data` is any JSON."""

    method: str = ""
    data: msgspec.Raw = msgspec.Raw()


class SendRequest(msgspec.Struct, gc=False):
    """A message that gets no answer."""

    data: msgspec.Raw = msgspec.Raw()


class PingRequest(msgspec.Struct, gc=False):
    """A client's own ping, answered like a command."""


Request = (
    ConnectRequest
    | SubscribeRequest
    | RefreshRequest
    | ChannelRequest
    | SubRefreshRequest
    | PublishRequest
    | HistoryRequest
    | RpcRequest
    | SendRequest
    | PingRequest
)


class Command(msgspec.Struct):
    """One command; of several requests in it the first counts, as in the protocol's schema."""

    id: Unsigned = 0
    connect: ConnectRequest | None = None
    subscribe: SubscribeRequest | None = None
    unsubscribe: ChannelRequest | None = None
    publish: PublishRequest | None = None
    presence: ChannelRequest | None = None
    presence_stats: ChannelRequest | None = None
    history: HistoryRequest | None = None
    ping: PingRequest | None = None
    send: SendRequest | None = None
    rpc: RpcRequest | None = None
    refresh: RefreshRequest | None = None
    sub_refresh: SubRefreshRequest | None = None

    @property
    def is_pong(self) -> bool:
        """Whether this is `{}`, the answer to a server's ping."""
        return self.id == 0 and self.send is None

    def request(self) -> tuple[str, Request] | None:
        """Return the command's name and body; None where it holds no known request."""
        for name, body in zip(REQUEST_NAMES, _bodies(self), strict=True):
            if body is not None:
                return name, body
        return None


REQUEST_NAMES = tuple(name for name in Command.__struct_fields__ if name != "id")
_bodies: Callable[[Command], tuple[Request | None, ...]] = attrgetter(*REQUEST_NAMES)

_decoder = msgspec.json.Decoder(Command)


def decode_commands(frame: bytes | str) -> list[Command]:
    """Return the commands of one frame, in order.

    Raises:
        MalformedFrameError: empty, not JSON, not UTF-8, no object, or a field of another type.

    """
    try:
        text = frame if isinstance(frame, str) else frame.decode()
        commands = _decoder.decode_lines(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedFrameError(str(error)) from error
    if not commands:
        raise MalformedFrameError("no command in the frame")
    return commands
