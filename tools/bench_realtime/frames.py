"""WebSocket frames as a client sends and reads them (RFC 6455, section 5.2)."""

from collections.abc import Iterator

TEXT = 0x81
BINARY = 0x82
CLOSE = 0x88
PING = 0x89
PONG = 0x8A

_MASK = b"\x9c\x31\x5e\xa7"


def masked(payload: bytes, kind: int = TEXT) -> bytes:
    """Return one unfragmented frame of a client."""
    length = len(payload)
    if length < 126:
        head = bytes((kind, 0x80 | length))
    elif length < 65536:
        head = bytes((kind, 0x80 | 126)) + length.to_bytes(2, "big")
    else:
        head = bytes((kind, 0x80 | 127)) + length.to_bytes(8, "big")
    mask = int.from_bytes((_MASK * (length // 4 + 1))[:length], "big")
    body = (int.from_bytes(payload, "big") ^ mask).to_bytes(length, "big")
    return head + _MASK + body


class FrameReader:
    """Cuts what a server sends to frames."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def read(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the first byte and the payload of each frame that is whole by now."""
        if self._rest:
            data = self._rest + data
        at, end = 0, len(data)
        while end - at >= 2:
            length = data[at + 1]
            start = at + 2
            if length >= 126:
                start += 2 if length == 126 else 8
                length = int.from_bytes(data[at + 2 : start], "big")
            if end < start + length:
                break
            yield data[at], data[start : start + length]
            at = start + length
        self._rest = data[at:]
