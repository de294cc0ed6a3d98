"""The arithmetic of a sliding window."""

import pytest

from app.platform.rates.rate import Rate, Window, left

RATE = Rate(10, 60)


def test_a_rate_is_read_as_it_is_written() -> None:
    assert Rate.parse("20/minute") == Rate(20, 60)
    assert Rate.parse("5 per 2 hours") == Rate(5, 7200)
    with pytest.raises(ValueError, match="parse"):
        Rate.parse("often")


@pytest.mark.parametrize(
    ("window", "used"),
    [
        (Window(0, 60, 0, 120), 0),
        (Window(0, 60, 7, 120), 7),
        (Window(10, 60, 0, 120), 10),
        (Window(10, 30, 2, 90), 7),
        (Window(10, 1, 2, 61), 2),
    ],
)
def test_the_window_before_counts_as_much_as_is_still_covered(window: Window, used: int) -> None:
    assert window.used(RATE) == used


def after(window: Window, seconds: float) -> Window:
    """The same counts so many seconds later."""
    until_next = window.current_ends - RATE.seconds
    if seconds < until_next:
        ends = window.current_ends - seconds
        return Window(window.before, window.before_ends - seconds, window.current, ends)
    later = RATE.seconds - (seconds - until_next)
    return Window(window.current, later, 0, later + RATE.seconds)


@pytest.mark.parametrize("before", range(11))
@pytest.mark.parametrize("current", range(11))
@pytest.mark.parametrize("until_next", [0.5, 12.25, 60])
def test_who_waits_as_told_may_come_and_not_two_seconds_before(
    before: int, current: int, until_next: float
) -> None:
    window = Window(before, until_next, current, until_next + RATE.seconds)
    wait = window.wait(RATE)
    if window.used(RATE) < RATE.limit:
        assert wait == 0
        return
    assert after(window, wait + 0.001).used(RATE) < RATE.limit
    assert wait <= 2 or after(window, wait - 2).used(RATE) >= RATE.limit


def test_what_is_refused_is_told_to_wait_a_second_at_least() -> None:
    assert left(RATE, Window(0, 60, 3, 120), taken=True).remaining == 7
    refused = left(RATE, Window(0, 60, 9, 120), taken=False)
    assert refused.is_refused
    assert refused.wait == 1
