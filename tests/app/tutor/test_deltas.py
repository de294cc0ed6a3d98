"""Gathering: the first text at once, then 40, 100 and 250 ms together; nothing lost or doubled."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.tutor.deltas import Gathering

ROUNDING = 1e-9
MILLISECONDS_BETWEEN = st.sampled_from([0, 1, 15, 20, 39, 40, 41, 120, 900, 6_000])


def shown(pieces: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """Return when which text is shown, of pieces that come at these seconds, in order.

    What is due is taken when it is due, as a timer would.
    """
    gathering = Gathering()
    seen: list[tuple[float, str]] = []
    now = 0.0

    def take_what_is_due(until: float) -> None:
        due_in = gathering.due_in(now)
        if due_in is not None and now + due_in < until:
            seen.append((now + due_in, gathering.take(now + due_in)))

    for at, piece in pieces:
        take_what_is_due(until=at)
        now = at
        text = gathering.add(piece, at)
        if text is not None:
            seen.append((at, text))
    take_what_is_due(until=now + 60)
    return seen


def characters(pieces: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """Return each character with the time of its piece."""
    return [(at, character) for at, piece in pieces for character in piece]


def pause_after(seconds: float) -> float:
    """How long text is gathered so long after the first of it (realtime.md)."""
    return 0.04 if seconds < 2 else 0.1 if seconds < 10 else 0.25


def test_the_first_text_is_shown_at_once() -> None:
    assert Gathering().add("안녕", 100.0) == "안녕"


def test_what_follows_within_40_milliseconds_is_gathered() -> None:
    gathering = Gathering()
    gathering.add("안녕", 100.0)

    assert gathering.add("하", 100.01) is None
    assert gathering.add("세", 100.03) is None
    assert gathering.due_in(100.03) == pytest.approx(0.01)
    assert gathering.add("요", 100.041) == "하세요"


def test_what_waits_can_be_taken_when_it_is_due() -> None:
    gathering = Gathering()
    gathering.add("안녕", 100.0)
    gathering.add("하세요", 100.01)

    assert gathering.take(100.04) == "하세요"
    assert gathering.due_in(100.04) is None
    assert gathering.add("!", 100.05) is None


def test_what_is_overdue_is_due_now() -> None:
    gathering = Gathering()
    gathering.add("안녕", 100.0)
    gathering.add("하세요", 100.01)

    assert gathering.due_in(107.0) == 0.0


def test_where_nothing_waits_nothing_is_due() -> None:
    gathering = Gathering()
    assert gathering.due_in(100.0) is None
    gathering.add("안녕", 100.0)
    assert gathering.due_in(100.0) is None


def test_text_after_a_long_silence_is_shown_at_once() -> None:
    assert shown([(0.0, "음"), (5.0, "글쎄"), (30.0, "요")]) == [
        (0.0, "음"),
        (5.0, "글쎄"),
        (30.0, "요"),
    ]


@pytest.mark.parametrize("start", [0.0, 1.0, 86_400.0])
@pytest.mark.parametrize(
    ("running", "pause"),
    [(0.0, 0.04), (1.99, 0.04), (2.01, 0.1), (9.99, 0.1), (10.01, 0.25), (300.0, 0.25)],
)
def test_the_longer_a_reply_runs_the_longer_text_is_gathered(
    start: float, running: float, pause: float
) -> None:
    gathering = Gathering()
    gathering.add("안", start)
    gathering.take(start + running)
    gathering.add("녕", start + running)

    assert gathering.due_in(start + running) == pytest.approx(pause)


def test_no_text_is_nothing_not_even_the_first() -> None:
    gathering = Gathering()
    assert gathering.add("", 100.0) is None
    assert gathering.due_in(100.0) is None
    assert gathering.add("안녕", 107.0) == "안녕"
    gathering.add("하", 107.01)
    assert gathering.add("", 108.0) is None
    assert gathering.take(108.0) == "하"


def test_a_minute_of_a_token_each_20_milliseconds_is_about_300_deltas() -> None:
    tokens = [(number * 0.02, f"{number} ") for number in range(3_000)]

    deltas = shown(tokens)

    assert "".join(text for _, text in deltas) == "".join(text for _, text in tokens)
    # The first, then 2 s of 40 ms, 8 s of 100 ms and 50 s of 250 ms, and what is left at the end.
    assert 250 <= len(deltas) <= 1 + 50 + 80 + 200 + 1


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.tuples(MILLISECONDS_BETWEEN, st.text(max_size=3)), max_size=60))
def test_nothing_is_lost_or_doubled_or_late_or_shown_too_often(
    steps: list[tuple[int, str]],
) -> None:
    at = 0
    pieces: list[tuple[float, str]] = []
    for milliseconds, text in steps:
        at += milliseconds
        pieces.append((at / 1000, text))

    deltas = shown(pieces)

    assert all(text for _, text in deltas)
    first = deltas[0][0] if deltas else 0.0
    for (before, _), (after, _) in pairwise(deltas):
        assert after - before >= pause_after(before - first - ROUNDING) - ROUNDING
    # Character by character: the same text, each within a pause of its coming.
    for (came, one), (seen, other) in zip(characters(pieces), characters(deltas), strict=True):
        assert one == other
        assert 0 <= seen - came <= pause_after(seen - first) + ROUNDING
