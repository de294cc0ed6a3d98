"""Pushes to bytes: what a client gets without having asked.

Source: `Push` in https://github.com/centrifugal/protocol, definitions/client.proto, in its JSON
form; fields with zero values are left out.
"""

import msgspec

from realtime.protocol.codes import Disconnect, Unsubscribe
from realtime.protocol.publications import ClientInfo, Publication, as_line


class _About(msgspec.Struct, gc=False):
    info: ClientInfo


class SubscribePush(msgspec.Struct, omit_defaults=True):
    """The server has subscribed the client to a channel."""

    recoverable: bool = False
    positioned: bool = False
    epoch: str = ""
    offset: int = 0
    data: msgspec.Raw | None = None


class RefreshPush(msgspec.Struct, omit_defaults=True):
    """The server has given the connection another expiry; `ttl` in seconds."""

    expires: bool = False
    ttl: int = 0


class _Push(msgspec.Struct, omit_defaults=True):
    channel: str = ""
    pub: Publication | None = None
    join: _About | None = None
    leave: _About | None = None
    unsubscribe: Unsubscribe | None = None
    subscribe: SubscribePush | None = None
    refresh: RefreshPush | None = None
    disconnect: Disconnect | None = None


class _Frame(msgspec.Struct, gc=False):
    push: _Push


_encoder = msgspec.json.Encoder()


def _encode(push: _Push) -> bytes:
    return as_line(_encoder.encode(_Frame(push)))


def encode_publication(channel: str, publication: Publication) -> bytes:
    """Encode a publication: made once, the same for all subscribers."""
    return _encode(_Push(channel, pub=publication))


def encode_join(channel: str, info: ClientInfo) -> bytes:
    """Encode that a client came to a channel."""
    return _encode(_Push(channel, join=_About(info)))


def encode_leave(channel: str, info: ClientInfo) -> bytes:
    """Encode that a client went from a channel."""
    return _encode(_Push(channel, leave=_About(info)))


def encode_unsubscribe(channel: str, unsubscribe: Unsubscribe) -> bytes:
    """Encode the end of a subscription from the server's side."""
    return _encode(_Push(channel, unsubscribe=unsubscribe))


def encode_subscribe(channel: str, subscribe: SubscribePush) -> bytes:
    """Encode the beginning of a subscription from the server's side."""
    return _encode(_Push(channel, subscribe=subscribe))


def encode_refresh(refresh: RefreshPush) -> bytes:
    """Encode another expiry of the connection."""
    return _encode(_Push(refresh=refresh))


def encode_disconnect(disconnect: Disconnect) -> bytes:
    """Encode the end of the connection, for transports that have no close frame."""
    return _encode(_Push(disconnect=disconnect))
