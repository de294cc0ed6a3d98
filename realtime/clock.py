"""The time the engine works with, handed in so that a test can move it by hand."""

import time
from typing import Protocol


class Clock(Protocol):
    """Two readings, because a wall clock may jump and a token's expiry is written in it."""

    def wall(self) -> float:
        """Seconds since the Unix epoch."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        ...


class SystemClock:
    """The machine's own clock."""

    def wall(self) -> float:
        """Seconds since the Unix epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        return time.monotonic()
