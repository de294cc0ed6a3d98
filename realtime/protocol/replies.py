"""Replies and pushes to bytes.

Source: `Reply` and `Push` in https://github.com/centrifugal/protocol, definitions/client.proto;
fields with zero values are left out, an empty result is `{}`.
"""

import msgspec

from realtime.protocol.codes import Error, Unsubscribe
from realtime.protocol.publications import Publication


class EmptyResult(msgspec.Struct, gc=False):
    """Result of `unsubscribe`, `publish` and `ping`."""


class SubscribeResult(msgspec.Struct, omit_defaults=True):
    """`offset` is the request's where `recovered`: the publications lead on from it."""

    recoverable: bool = False
    positioned: bool = False
    epoch: str = ""
    offset: int = 0
    was_recovering: bool = False
    recovered: bool = False
    publications: list[Publication] = []


class ConnectResult(msgspec.Struct, omit_defaults=True):
    """`ttl` and `ping` in seconds."""

    client: str
    version: str
    expires: bool = False
    ttl: int = 0
    subs: dict[str, SubscribeResult] = {}
    ping: int = 0
    pong: bool = False


class RefreshResult(msgspec.Struct, omit_defaults=True):
    """`ttl` in seconds."""

    client: str
    version: str
    expires: bool = False
    ttl: int = 0


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
    history: HistoryResult | None = None
    ping: EmptyResult | None = None
    rpc: RpcResult | None = None
    refresh: RefreshResult | None = None


class _UnsubscribePush(msgspec.Struct):
    channel: str
    unsubscribe: Unsubscribe


class _Frame(msgspec.Struct):
    push: _UnsubscribePush


#: A server's ping, and a client's pong.
PING = b"{}"

_encoder = msgspec.json.Encoder()


def encode_reply(reply: Reply) -> bytes:
    """One line of a frame."""
    return _encoder.encode(reply)


def encode_unsubscribe(channel: str, unsubscribe: Unsubscribe) -> bytes:
    """Encode the push that ends a subscription from the server's side."""
    return _encoder.encode(_Frame(_UnsubscribePush(channel, unsubscribe)))
