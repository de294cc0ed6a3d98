"""Counting in this process, on a clock that is moved by hand."""

from app.platform.rates.local import LocalCounting
from app.platform.rates.rate import Rate
from tests.conftest import HandClock

RATE = Rate(3, 60)


def taken(counting: LocalCounting, whom: str = "ada", *, times: int) -> int:
    return sum(not counting.count_now("read", whom, RATE).is_refused for _ in range(times))


def test_so_many_fit_and_what_is_left_is_said(clock: HandClock) -> None:
    counting = LocalCounting(clock)
    assert [counting.count_now("read", "ada", RATE).remaining for _ in range(4)] == [2, 1, 0, 0]
    assert counting.count_now("read", "ada", RATE).is_refused


def test_each_is_counted_alone_and_each_for_what_they_do(clock: HandClock) -> None:
    counting = LocalCounting(clock)
    assert taken(counting, "ada", times=5) == taken(counting, "bea", times=5) == 3
    assert not counting.count_now("write", "ada", RATE).is_refused


def test_no_minute_holds_many_more_than_the_rate(clock: HandClock) -> None:
    counting = LocalCounting(clock)
    clock.advance(59)
    first = taken(counting, times=5)
    clock.advance(2)
    assert first + taken(counting, times=5) <= 4, "the window slides over the minute's turn"


def test_who_waits_as_told_may_come(clock: HandClock) -> None:
    counting = LocalCounting(clock)
    taken(counting, times=3)
    for _ in range(10):
        clock.advance(counting.count_now("read", "ada", RATE).wait)
        while (again := counting.count_now("read", "ada", RATE)).is_refused:
            assert again.wait <= 2, "at most the part of a second that rounding took"
            clock.advance(again.wait)


def test_what_was_long_ago_counts_nothing(clock: HandClock) -> None:
    counting = LocalCounting(clock)
    taken(counting, times=3)
    clock.advance(180)
    assert taken(counting, times=5) == 3


def test_memory_is_bounded_and_whoever_was_first_is_forgotten_first(clock: HandClock) -> None:
    counting = LocalCounting(clock, most=10)
    for number in range(100):
        taken(counting, f"learner {number}", times=3)
    assert len(counting._counts) == 10
    assert taken(counting, "learner 99", times=1) == 0
    clock.advance(180)
    taken(counting, "somebody new", times=1)
    assert len(counting._counts) == 1
