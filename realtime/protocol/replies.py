"""Replies to bytes.

Source: `Reply` in https://github.com/centrifugal/protocol, definitions/client.proto;
fields with zero values are left out, an empty result is `{}`.
"""

import msgspec

from realtime.protocol.codes import Error
from realtime.protocol.publications import ClientInfo, Publication, as_line


class EmptyResult(msgspec.Struct, gc=False):
    """Result of `unsubscribe`, `publish` and `ping`."""


class SubscribeResult(msgspec.Struct, omit_defaults=True):
    """`offset` is the request's where `recovered`: the publications lead on from it.

    `ttl` in seconds; `delta`: from here on `data` of publications is a JSON string, see `delta.py`.
    """

    expires: bool = False
    ttl: int = 0
    recoverable: bool = False
    positioned: bool = False
    epoch: str = ""
    offset: int = 0
    was_recovering: bool = False
    recovered: bool = False
    publications: list[Publication] = []
    data: msgspec.Raw | None = None
    delta: bool = False


class ConnectResult(msgspec.Struct, omit_defaults=True):
    """`ttl` and `ping` in seconds; `session` and `node` where commands come by /emulation."""

    client: str
    version: str
    expires: bool = False
    ttl: int = 0
    subs: dict[str, SubscribeResult] = {}
    ping: int = 0
    pong: bool = False
    data: msgspec.Raw | None = None
    session: str = ""
    node: str = ""


class RefreshResult(msgspec.Struct, omit_defaults=True):
    """`ttl` in seconds."""

    client: str
    version: str
    expires: bool = False
    ttl: int = 0


class SubRefreshResult(msgspec.Struct, omit_defaults=True):
    """`ttl` in seconds."""

    expires: bool = False
    ttl: int = 0


class PresenceResult(msgspec.Struct):
    """Who is in the channel, by client id."""

    presence: dict[str, ClientInfo]


class PresenceStatsResult(msgspec.Struct):
    """How many connections are in the channel, of how many users."""

    num_clients: int
    num_users: int


class HistoryResult(msgspec.Struct, omit_defaults=True):
    """Publications and the stream's own position, which may lie beyond them."""

    publications: list[Publication] = []
    epoch: str = ""
    offset: int = 0


class RpcResult(msgspec.Struct, omit_defaults=True):
    """`data` is the handler's JSON."""

    data: msgspec.Raw | None = None


class Reply(msgspec.Struct, omit_defaults=True):
    """The answer to the command of the same id: one of the results, or an error."""

    id: int
    error: Error | None = None
    connect: ConnectResult | None = None
    subscribe: SubscribeResult | None = None
    unsubscribe: EmptyResult | None = None
    publish: EmptyResult | None = None
    presence: PresenceResult | None = None
    presence_stats: PresenceStatsResult | None = None
    history: HistoryResult | None = None
    ping: EmptyResult | None = None
    rpc: RpcResult | None = None
    refresh: RefreshResult | None = None
    sub_refresh: SubRefreshResult | None = None


#: A server's ping, and a client's pong.
PING = b"{}"

_encoder = msgspec.json.Encoder()


def encode_reply(reply: Reply) -> bytes:
    """One line of a frame."""
    return as_line(_encoder.encode(reply))
