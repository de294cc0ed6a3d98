"""Korean typed in Latin letters, by the tables of `from_latin/`."""

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.korean import Guess, from_keys, from_roman
from tests.korean.tables import cases

_READERS: dict[str, Callable[[str], Guess]] = {"romanised": from_roman, "keys": from_keys}


@pytest.mark.parametrize("case", cases("from_latin"))
def test_read_as_korean_or_left_alone(case: dict[str, str], request: pytest.FixtureRequest) -> None:
    table = request.node.callspec.id.partition(":")[0]
    assert _READERS[table](case["typed"]).best == (case["korean"] or None)


@pytest.mark.parametrize(
    ("typed", "reader", "other"),
    [
        ("mango juseyo", from_roman, None),
        ("naega", from_roman, "네가"),
        ("johaneun", from_roman, None),
    ],
)
def test_alternatives_are_other_readings(
    typed: str, reader: Callable[[str], Guess], other: str | None
) -> None:
    guess = reader(typed)
    assert guess.best not in guess.alternatives
    assert other is None or other in guess.alternatives


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=30), st.text("abeghijklmnoprstuwy '-", max_size=40)))
def test_any_text_is_read_or_left_alone(text: str) -> None:
    for reader in _READERS.values():
        guess = reader(text)
        assert guess.best is None or unicodedata.is_normalized("NFC", guess.best)
        assert guess.best is not None or not guess.alternatives


@pytest.mark.parametrize("typed", ["ng" * 60, "aeiou" * 8, "y" * 40, "gakkakkakkakkakkakkakkakka"])
def test_the_time_is_bounded_for_any_letters(typed: str) -> None:
    from_roman("annyeong")
    # Of this thread alone: whatever else the machine does takes no part in it.
    start = time.thread_time()
    from_roman(typed)
    assert time.thread_time() - start < 0.1
