"""How many commands a connection may send: a token bucket, and patience beyond it."""

from enum import Enum, auto

from realtime.limits import Limits


class Verdict(Enum):
    """What to do with a command."""

    TAKEN = auto()
    REFUSED = auto()
    TOO_MANY = auto()


class Allowance:
    """Refills with time; what is refused draws on a second bucket, and that one ends in 3013."""

    __slots__ = ("_burst", "_excess", "_patience", "_rate", "_seen", "_tokens")

    def __init__(self, limits: Limits, now: float) -> None:
        self._rate = limits.command_rate
        self._burst = float(limits.command_burst)
        self._excess = float(limits.command_excess)
        self._tokens = self._burst
        self._patience = self._excess
        self._seen = now

    def take(self, now: float) -> Verdict:
        """Account for one command at `now`, monotonic seconds."""
        refill = (now - self._seen) * self._rate
        self._seen = now
        self._tokens = min(self._burst, self._tokens + refill)
        self._patience = min(self._excess, self._patience + refill)
        if self._tokens >= 1:
            self._tokens -= 1
            return Verdict.TAKEN
        if self._patience >= 1:
            self._patience -= 1
            return Verdict.REFUSED
        return Verdict.TOO_MANY
