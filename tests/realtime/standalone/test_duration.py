"""Durations are numbers of seconds, or texts with units."""

import pytest

from realtime.standalone.duration import Duration


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (300, 300),
        (0.5, 0.5),
        ("300s", 300),
        ("1h30m", 5400),
        ("1.5m", 90),
        ("250ms", 0.25),
        ("2d", 172_800),
    ],
)
def test_these_are_durations(written: object, seconds: float) -> None:
    assert Duration.of(written) == seconds


@pytest.mark.parametrize("written", [-1, "", "10", "s", "1h 30m", True, None, [1]])
def test_these_are_none(written: object) -> None:
    with pytest.raises(ValueError, match="a duration is a number of seconds or a text"):
        Duration.of(written)
