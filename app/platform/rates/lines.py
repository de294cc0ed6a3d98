"""How many lines an event gets in the log: what anybody can cause at will is bounded."""

from app.platform.clock import Clock
from app.platform.rates.local import LocalCounting
from app.platform.rates.rate import Rate

# Of one event, whoever causes it.
OF_ALL = Rate(600, 60)
# Remembered at one time; of more, the oldest begin anew, and the rate of all still holds.
MOST = 1_000


class LogLines:
    """Asked before a line is written; counts those that are not."""

    def __init__(self, clock: Clock) -> None:
        self._of_each = LocalCounting(clock, most=MOST)
        self._of_all = LocalCounting(clock)
        self._left_out: dict[str, int] = {}

    def ask(self, event: str, whom: str, rate: Rate) -> int | None:
        """Return how many lines of `event` were left out since its last one; None: leave it out.

        `rate` is for the lines of `event` about `whom`; `OF_ALL` for those about everybody.
        """
        if (
            self._of_each.count_now(event, whom, rate).is_refused
            or self._of_all.count_now(event, "", OF_ALL).is_refused
        ):
            self._left_out[event] = self._left_out.get(event, 0) + 1
            return None
        return self._left_out.pop(event, 0)
