"""What a channel carries: publications, and positions in its stream."""

import base64
from collections.abc import Sequence
from typing import Annotated

import msgspec

#: What every part of a system can tell from the next: clients count in 64-bit floats.
Offset = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class Position(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A place in a channel's stream: `offset` publications happened in `epoch` so far.

    The first publication has offset 1. Offsets of different epochs cannot be compared.
    """

    offset: Offset = 0
    epoch: str = ""


#: No JSON at all: the very object that is left out on the wire.
NOTHING = msgspec.Raw()


class ClientInfo(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Who published, came or went, where a client did: its connection's info and its channel's."""

    user: str = ""
    client: str = ""
    conn_info: msgspec.Raw = NOTHING
    chan_info: msgspec.Raw = NOTHING


class Publication(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One message of a channel; `data` is JSON on one line, `offset` 0 where no stream keeps it.

    `delta`: `data` is a JSON string that holds the difference to the publication before.
    """

    data: msgspec.Raw
    info: ClientInfo | None = None
    offset: int = 0
    tags: dict[str, str] = {}
    delta: bool = False


def lead(publications: Sequence[Publication], start: int, end: int) -> bool:
    """Whether they have every offset after `start` up to `end`, in order, and no other."""
    return len(publications) == end - start and all(
        each.offset == offset for offset, each in enumerate(publications, start + 1)
    )


def on_one_line(data: bytes) -> bytes:
    """Return `data` as JSON without ends of lines, since those separate replies and events.

    Raises:
        ValueError: it is not JSON in UTF-8.

    """
    try:
        data.decode()
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from error
    return as_line(data)


def as_line(data: bytes) -> bytes:
    """Return JSON without ends of lines, which an application may have written for people."""
    if b"\n" in data or b"\r" in data:
        return msgspec.json.format(data, indent=-1)
    return data


def json_as_given(plain: msgspec.Raw, encoded: str) -> bytes:
    """Return JSON that comes plain or in base64, on one line; empty where there is none.

    Raises:
        ValueError: it is not base64 of JSON in UTF-8.

    """
    text = base64.b64decode(encoded, validate=True) if encoded else bytes(plain)
    return on_one_line(text) if text else b""
