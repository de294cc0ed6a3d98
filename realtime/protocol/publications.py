"""What a channel carries: publications, and positions in its stream."""

import msgspec

_encoder = msgspec.json.Encoder()


class Position(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A place in a channel's stream: `offset` publications happened in `epoch` so far.

    The first publication has offset 1. Offsets of different epochs cannot be compared.
    """

    offset: int = 0
    epoch: str = ""


class ClientInfo(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Who published, where a client did."""

    user: str = ""
    client: str = ""
    conn_info: msgspec.Raw = msgspec.Raw()


class Publication(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One message of a channel; `data` is JSON on one line, `offset` 0 where no stream keeps it."""

    data: msgspec.Raw
    info: ClientInfo | None = None
    offset: int = 0


class _Push(msgspec.Struct, gc=False):
    channel: str
    pub: Publication


class _Frame(msgspec.Struct, gc=False):
    push: _Push


def encode_publication(channel: str, publication: Publication) -> bytes:
    """Encode the push of a publication: made once, the same for all subscribers."""
    return _encoder.encode(_Frame(_Push(channel, publication)))


def on_one_line(data: bytes) -> bytes:
    """Return `data` as JSON without line feeds, since those separate replies in a frame.

    Raises:
        ValueError: it is not JSON in UTF-8.

    """
    try:
        data.decode()
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"not JSON: {error}") from error
    return msgspec.json.format(data, indent=-1) if b"\n" in data else data
