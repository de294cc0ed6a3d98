"""The token bucket."""

import pytest

from realtime.connection.allowance import Allowance, Verdict
from realtime.limits import Limits

NOW = 50.0


@pytest.fixture
def allowance() -> Allowance:
    return Allowance(Limits(command_rate=2, command_burst=3, command_excess=4), NOW)


def take(allowance: Allowance, times: int, now: float) -> list[Verdict]:
    return [allowance.take(now) for _ in range(times)]


def test_a_burst_then_patience_then_no_more(allowance: Allowance) -> None:
    assert take(allowance, 8, NOW) == (
        [Verdict.TAKEN] * 3 + [Verdict.REFUSED] * 4 + [Verdict.TOO_MANY]
    )


def test_it_refills_by_its_rate(allowance: Allowance) -> None:
    take(allowance, 3, NOW)
    assert take(allowance, 2, NOW + 0.5) == [Verdict.TAKEN, Verdict.REFUSED]
    assert take(allowance, 1, NOW + 1) == [Verdict.TAKEN]


def test_it_holds_no_more_than_a_burst(allowance: Allowance) -> None:
    assert take(allowance, 4, NOW + 1000) == [Verdict.TAKEN] * 3 + [Verdict.REFUSED]


def test_patience_returns_too(allowance: Allowance) -> None:
    take(allowance, 7, NOW)
    assert take(allowance, 8, NOW + 1) == (
        [Verdict.TAKEN] * 2 + [Verdict.REFUSED] * 2 + [Verdict.TOO_MANY] * 4
    )
