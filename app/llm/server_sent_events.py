"""Reads server-sent events from raw bytes as they arrive, wherever the chunks are cut.

The event stream format of the HTML standard, section 9.2.6, as far as chat completions need it:
only the data of an event is kept; its name, its id and comments are passed over.
"""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class EventTooLongError(ValueError):
    """One event is longer than anything a model sends: this is no stream of completions."""


class EventReader:
    """An incremental reader: chunks of bytes in, the data of complete events out."""

    def __init__(self, limit: int = 1 << 20) -> None:
        """`limit` is the greatest number of bytes an event may have."""
        self._limit = limit
        self._unfinished = b""
        self._data: list[bytes] = []
        self._size = 0
        self._after_carriage_return = False
        self._at_start = True

    def feed(self, chunk: bytes) -> list[bytes]:
        """Take a chunk; return the data of each event that it completes.

        Raises EventTooLongError. An event left unfinished at the end of the stream never happened,
        as the standard says.
        """
        if self._after_carriage_return and chunk.startswith(b"\n"):
            chunk = chunk[1:]
        if not chunk:
            return []
        lines = (self._unfinished + chunk).splitlines()
        self._after_carriage_return = chunk.endswith(b"\r")
        ended = self._after_carriage_return or chunk.endswith(b"\n")
        self._unfinished = b"" if ended else lines.pop()
        events: list[bytes] = []
        for line in lines:
            self._read_line(line, events)
        if self._size + len(self._unfinished) > self._limit:
            raise EventTooLongError(f"an event of more than {self._limit} bytes")
        return events

    def _read_line(self, line: bytes, events: list[bytes]) -> None:
        if self._at_start:
            line = line.removeprefix(_BYTE_ORDER_MARK)
            self._at_start = False
        if not line:
            if self._data:
                events.append(b"\n".join(self._data))
                self._data = []
                self._size = 0
        elif line.startswith(b"data:") or line == b"data":
            value = line[6:] if line.startswith(b"data: ") else line[5:]
            self._data.append(value)
            self._size += len(value)
