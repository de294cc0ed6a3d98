"""How often a streaming reply is shown: at once first, then gathered for a while."""

# After so many seconds of a reply, text is gathered for so long before it is shown
# (realtime.md, Rows, events, stream): at most about 300 deltas a reply.
GATHER = ((10.0, 0.25), (2.0, 0.1), (0.0, 0.04))


class Gathering:
    """Text that waits to be shown. Times are monotonic seconds, handed in."""

    def __init__(self) -> None:
        self._started: float | None = None
        self._waiting: list[str] = []
        self._due = 0.0

    def add(self, text: str, now: float) -> str | None:
        """Take `text`; return what is to be shown now, if anything. No text is nothing."""
        if not text:
            return None
        if self._started is None:
            self._started = self._due = now
        self._waiting.append(text)
        return self.take(now) if now >= self._due else None

    def due_in(self, now: float) -> float | None:
        """Return how long until `take` should be called; None where nothing waits."""
        return max(0.0, self._due - now) if self._waiting else None

    def take(self, now: float) -> str:
        """Return all that waits, and gather anew from now."""
        text = "".join(self._waiting)
        self._waiting.clear()
        running = 0.0 if self._started is None else now - self._started
        self._due = now + next(pause for after, pause in GATHER if running >= after)
        return text
