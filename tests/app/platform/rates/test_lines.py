"""A flood is not a flood of lines, and says how many were left out."""

from app.platform.rates.lines import OF_ALL, LogLines
from app.platform.rates.rate import Rate
from tests.conftest import HandClock

TWO = Rate(2, 60)


def asked(lines: LogLines, whom: str, times: int, rate: Rate = TWO) -> list[int | None]:
    return [lines.ask("refused", whom, rate) for _ in range(times)]


def test_so_many_are_written_and_the_next_one_says_how_many_were_not(clock: HandClock) -> None:
    lines = LogLines(clock)
    assert asked(lines, "ann", 5) == [0, 0, None, None, None]
    clock.advance(120)
    assert asked(lines, "ann", 2) == [3, 0]


def test_one_who_floods_takes_no_line_from_another_or_of_another_event(clock: HandClock) -> None:
    lines = LogLines(clock)
    asked(lines, "ann", 1_000)
    assert lines.ask("refused", "bob", TWO) == 998
    assert lines.ask("turned away", "ann", TWO) == 0


def test_many_who_flood_together_are_bounded_together(clock: HandClock) -> None:
    lines = LogLines(clock)
    written = [whom for whom in range(5_000) if lines.ask("refused", str(whom), TWO) is not None]
    assert written == list(range(OF_ALL.limit))
