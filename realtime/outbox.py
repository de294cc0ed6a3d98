"""What waits to be written to one client: bounded in bytes and in age. No I/O."""

from math import inf

from realtime.limits import Limits

#: Lines are joined to frames of at most about this size.
_FRAME_BYTES = 16 * 1024


class Outbox:
    """Lines in order; `take` joins small ones, and what was taken counts until `written`."""

    __slots__ = (
        "_bytes",
        "_limits",
        "_lines",
        "_taken",
        "_taken_bytes",
        "_taken_since",
        "_uncounted",
    )

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        #: A line, what it counts, and since when it waits.
        self._lines: list[tuple[bytes, int, float]] = []
        self._bytes = 0
        #: Bytes that wait and do not count.
        self._uncounted = 0
        self._taken_bytes = 0
        self._taken_since = inf
        self._taken = False

    def __bool__(self) -> bool:
        return bool(self._lines) or self._taken

    @property
    def queued_bytes(self) -> int:
        """Bytes that wait and count."""
        return self._bytes + self._taken_bytes

    @property
    def deadline(self) -> float:
        """When the oldest line has waited too long; `inf` where none waits."""
        oldest = self._lines[0][2] if self._lines else inf
        return min(oldest, self._taken_since) + self._limits.queue_seconds

    def put(self, line: bytes, now: float, *, counted: bool = True) -> None:
        """Add a line; `counted` False for an answer that must not end its client.

        Even those count beyond `recoveries_bytes`: a client may ask for one after the other.
        """
        counted = counted or self._uncounted + len(line) > self._limits.recoveries_bytes
        weight = len(line) if counted else 0
        self._lines.append((line, weight, now))
        self._bytes += weight
        self._uncounted += len(line) - weight

    def overfull(self, now: float) -> bool:
        """Whether the client reads too slowly."""
        return self.queued_bytes > self._limits.queue_bytes or now >= self.deadline

    def take(self) -> bytes:
        """Take the next frame, to be followed by `written`; empty where nothing waits."""
        if not self._lines:
            return b""
        size = 0
        count = 0
        for line, weight, _ in self._lines:
            if count and size + len(line) > _FRAME_BYTES:
                break
            count += 1
            size += len(line)
            self._bytes -= weight
            self._uncounted -= len(line) - weight
            self._taken_bytes += weight
        self._taken = True
        self._taken_since = self._lines[0][2]
        frame = b"\n".join(line for line, _, _ in self._lines[:count])
        del self._lines[:count]
        return frame

    def written(self) -> None:
        """Forget what was taken: the socket has it."""
        self._taken = False
        self._taken_bytes = 0
        self._taken_since = inf

    def clear(self) -> None:
        """Drop everything."""
        self._lines.clear()
        self._bytes = self._uncounted = 0
        self.written()
