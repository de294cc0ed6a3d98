"""Classes of routes and how often each may be asked, as data; RATE_LIMITS changes single ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.platform.rates.rate import Rate


class RateClass(StrEnum):
    """What routes have in common that are limited together."""

    CREDENTIALS = "credentials"
    """Enter, register, sign in, prove who one is: costs a password's hash, or may be guessed."""
    MAIL = "mail"
    """Sends a letter."""
    REFRESH = "refresh"
    """Exchanges a refresh token: every tab of a class does at about the same time."""
    WRITE = "write"
    """Changes something of one's own."""
    READ = "read"
    """Reads; counted by each process for itself."""
    EXPORT = "export"
    """Gathers everything that is held of somebody."""


@dataclass(frozen=True, slots=True)
class RatePair:
    """How often a user may, and an address: one behind which a class of 30 learners sits."""

    by_user: Rate
    by_address: Rate
    # Whether replicas count together.
    shared: bool = True


MINUTE, HOUR = 60, 3600
RATES: Mapping[RateClass, RatePair] = {
    RateClass.CREDENTIALS: RatePair(Rate(20, MINUTE), Rate(120, MINUTE)),
    RateClass.MAIL: RatePair(Rate(6, HOUR), Rate(60, HOUR)),
    RateClass.REFRESH: RatePair(Rate(60, MINUTE), Rate(600, MINUTE)),
    RateClass.WRITE: RatePair(Rate(120, MINUTE), Rate(3_000, MINUTE)),
    RateClass.READ: RatePair(Rate(600, MINUTE), Rate(12_000, MINUTE), shared=False),
    RateClass.EXPORT: RatePair(Rate(5, HOUR), Rate(30, HOUR)),
}


def rates_with(changes: Mapping[str, str]) -> Mapping[RateClass, RatePair]:
    """Return the table with `changes`, such as `{"credentials.address": "600/minute"}`.

    Raises `ValueError`, saying which one cannot be read.
    """
    rates = dict(RATES)
    for name, text in changes.items():
        try:
            kind, _, by = name.partition(".")
            pair, rate = rates[RateClass(kind)], Rate.parse(text)
            by_user, by_address = {
                "user": (rate, pair.by_address),
                "address": (pair.by_user, rate),
            }[by]
        except (ValueError, KeyError) as error:
            raise ValueError(
                f'"{name}": "{text}" cannot be read: write a class ({", ".join(RateClass)}), '
                '".user" or ".address", and a rate such as "20/minute"'
            ) from error
        rates[RateClass(kind)] = RatePair(by_user, by_address, shared=pair.shared)
    return rates


def class_of(method: str, *, is_open: bool) -> RateClass:
    """Return the class of a route that names none: what anybody may change is the strictest."""
    if method in {"GET", "HEAD"}:
        return RateClass.READ
    return RateClass.CREDENTIALS if is_open else RateClass.WRITE
