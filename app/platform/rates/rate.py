"""A rate, and what is left of it: the arithmetic of a sliding window, without I/O."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Protocol, Self

import limits


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `limit` in any `seconds`."""

    limit: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `20/minute` or `5 per 2 hours`. Raises `ValueError`."""
        item = limits.parse(text)
        return cls(item.amount, item.get_expiry())


@dataclass(frozen=True, slots=True)
class Window:
    """Counts of this window and the one before; the seconds until each counts no longer.

    The one before counts for as much of it as a window's length, ending now, still covers.
    """

    before: int
    before_ends: float
    current: int
    current_ends: float

    def used(self, rate: Rate) -> int:
        """Return how many count against `rate` now."""
        return floor(self.before * self.before_ends / rate.seconds) + self.current

    def wait(self, rate: Rate) -> int:
        """Return the whole seconds until one more fits; 0: now."""
        if self.used(rate) < rate.limit:
            return 0
        if self.current < rate.limit:
            covered = (rate.limit - self.current) * rate.seconds / self.before
            return max(1, ceil(self.before_ends - covered))
        # A full window weighs less than full as soon as it is the one before.
        return max(1, ceil(self.current_ends - rate.seconds))


@dataclass(frozen=True, slots=True)
class Left:
    """What was decided, and what is left: `wait` is 0 where it is not refused."""

    rate: Rate
    remaining: int
    wait: int

    @property
    def is_refused(self) -> bool:
        """Whether this one was too many; then it was not counted."""
        return self.wait > 0


def left(rate: Rate, window: Window, *, taken: bool) -> Left:
    """Return what is left after one was `taken`, or not."""
    remaining = max(0, rate.limit - window.used(rate))
    return Left(rate, remaining, 0 if taken else max(1, window.wait(rate)))


class Counting(Protocol):
    """Counts what somebody does: in this process, or over all."""

    async def count(self, what: str, whom: str, rate: Rate) -> Left:
        """Count one more of `what` for `whom`, unless that is too many. Never raises."""
        ...
