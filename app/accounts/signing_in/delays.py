"""How long one waits after so many wrong guesses: pure, and the numbers of docs/security.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

MOST_DOUBLINGS = 32


@dataclass(frozen=True, slots=True)
class Pace:
    """`free` guesses at once; then `first` seconds, doubled with each, up to `longest`."""

    free: int
    first: int
    longest: int

    def delay(self, wrong: int) -> int:
        """Return the seconds between the `wrong`-th wrong guess and the next guess."""
        if wrong < self.free:
            return 0
        return min(self.longest, self.first << min(wrong - self.free, MOST_DOUBLINGS))


@dataclass(frozen=True, slots=True)
class Wrong:
    """Wrong guesses in one lane, and the last one's time."""

    count: int
    last_at: datetime | None

    def wait(self, pace: Pace, now: datetime) -> int:
        """Return the whole seconds until the next guess; 0: at once."""
        if self.last_at is None:
            return 0
        due = self.last_at + timedelta(seconds=pace.delay(self.count))
        return max(0, ceil((due - now).total_seconds()))


# One account from one device or one address, since the last right guess: some 100 a day.
OWN = Pace(free=5, first=5, longest=15 * 60)
# One account from everywhere it is not at home: some 50 a day, however many addresses guess
# (NIST SP 800-63B-4, 3.2.2, bears 100 in a row).
STRANGERS = Pace(free=20, first=5, longest=60 * 60)
# One address on all accounts in an hour: a class of 30 may mistype twice each.
ADDRESS = Pace(free=60, first=5, longest=15 * 60)


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of earlier guesses at one account from one origin."""

    device_is_known: bool
    address_is_known: bool
    by_device: Wrong
    by_address: Wrong
    by_strangers: Wrong
    on_address: Wrong


def wait_of(past: Past, now: datetime) -> int:
    """Return the whole seconds until the next guess; 0: at once.

    A device that succeeded before waits for its own mistakes alone. An address that did, for those
    from there. Whoever is new also for what all strangers did: so nobody who is not at home can
    shut those out who are.
    """
    if past.device_is_known:
        return past.by_device.wait(OWN, now)
    waits = [past.by_address.wait(OWN, now), past.on_address.wait(ADDRESS, now)]
    if not past.address_is_known:
        waits.append(past.by_strangers.wait(STRANGERS, now))
    return max(waits)
