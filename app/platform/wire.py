"""Decoding what a socket sends, with an error that says which field is wrong."""

from typing import TypeVar

import msgspec

from app.platform.errors import BadRequest

Body = TypeVar("Body")


def read_command(data: bytes, shape: type[Body]) -> Body:
    """Decode a command's data. Raises `BadRequest`."""
    try:
        return msgspec.json.decode(data or b"{}", type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(f"this command's data cannot be read: {error}") from error
