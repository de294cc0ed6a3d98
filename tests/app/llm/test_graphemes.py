"""The rules of UAX #29, and what NFC needs of them, over every character there is."""

import sys
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pytest

from app.llm.graphemes import is_control, is_regional_indicator, joined


def characters() -> Iterator[str]:
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code <= 0xDFFF:
            yield chr(code)


def test_every_character_that_may_be_reordered_joins_the_one_before_it() -> None:
    assert [c for c in characters() if unicodedata.combining(c) and not joined("a", c)] == []


def test_every_character_that_may_be_composed_joins_the_one_before_it() -> None:
    for character in characters():
        parts = unicodedata.normalize("NFD", character)
        if len(parts) > 1 and unicodedata.normalize("NFC", parts) == character:
            for first, second in pairwise(parts):
                assert joined(first, second), (character, first, second)


@pytest.mark.parametrize(
    "pair", ["가나", "ab", "👩👩", "a ", "a👩", "가\u1100", "\u11a8\u1161", "1가"]
)
def test_neighbours_of_different_graphemes_are_apart(pair: str) -> None:
    assert not joined(*pair)


@pytest.mark.parametrize(
    "pair",
    [
        "\r\n",
        "\u1100\u1161",
        "\u1100가",
        "\u1161\u11a8",
        "가\u11a8",
        "각\u11a8",
        "a\u200d",
        "\u200d👩",
        "👍\U0001f3fb",
        "\u0600١",
        "\u094dष",
    ],
)
def test_neighbours_of_one_grapheme_are_joined(pair: str) -> None:
    assert joined(*pair)


@pytest.mark.parametrize("control", ["\n", "\t", "\x00", "\u200b", "\u2028", "\ufeff"])
def test_a_control_joins_nothing(control: str) -> None:
    assert is_control(control)
    assert not joined("a", control)
    assert not joined(control, "\u0301")


@pytest.mark.parametrize("character", ["\u200d", "\u200c", "\u0600", "a", "\U000e0067"])
def test_what_joins_or_precedes_is_no_control(character: str) -> None:
    assert not is_control(character)


def test_the_letters_of_flags_are_known() -> None:
    assert "".join(filter(is_regional_indicator, characters())) == "".join(
        map(chr, range(0x1F1E6, 0x1F200))
    )
