"""Counting in this process: where replicas need not agree, and while Redis is away."""

from dataclasses import dataclass

from app.platform.clock import Clock
from app.platform.rates.rate import Left, Rate, Window, left

# Counted at one time; with more, those whose windows are over are forgotten, then the oldest.
MOST = 20_000
# A quarter at once: each that comes in a flood of new ones would go through all of them.
KEPT = 3 / 4


@dataclass(slots=True)
class _Counts:
    number: int
    current: int
    before: int
    over_at: float


class LocalCounting:
    """A sliding window for each, by the clock it is given.

    Our own, since the memory storage of `limits` goes through all that is counted with each count.
    """

    def __init__(self, clock: Clock, *, most: int = MOST) -> None:
        self._clock = clock
        self._most = most
        self._counts: dict[tuple[str, str], _Counts] = {}

    async def count(self, what: str, whom: str, rate: Rate) -> Left:
        """Count one more, unless that is too many."""
        return self.count_now(what, whom, rate)

    def count_now(self, what: str, whom: str, rate: Rate) -> Left:
        """Count one more, unless that is too many."""
        now = self._clock.now().timestamp()
        counts = self._moved((what, whom), rate, now)
        fits = _window(counts, rate, now).used(rate) < rate.limit
        if fits:
            counts.current += 1
        return left(rate, _window(counts, rate, now), taken=fits)

    def _moved(self, key: tuple[str, str], rate: Rate, now: float) -> _Counts:
        number = int(now // rate.seconds)
        over_at = (number + 2) * rate.seconds
        counts = self._counts.get(key)
        if counts is None:
            if len(self._counts) >= self._most:
                self._forget(now)
            counts = self._counts[key] = _Counts(number, 0, 0, over_at)
        elif counts.number != number:
            counts.before = counts.current if counts.number == number - 1 else 0
            counts.number, counts.current, counts.over_at = number, 0, over_at
        return counts

    def _forget(self, now: float) -> None:
        kept = {key: counts for key, counts in self._counts.items() if counts.over_at > now}
        surplus = len(kept) - int(self._most * KEPT)
        self._counts = dict(list(kept.items())[max(0, surplus) :])


def _window(counts: _Counts, rate: Rate, now: float) -> Window:
    until_next = rate.seconds - now % rate.seconds
    return Window(counts.before, until_next, counts.current, until_next + rate.seconds)
