"""Romanisation and pronunciation, by the tables of `romanise/`."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.korean import romanise
from app.korean.pronunciation.named_rules import pronunciation_rules
from app.korean.pronunciation.syllable import is_syllable
from tests.korean.tables import cases, rows


@pytest.mark.parametrize("case", cases("romanise"))
def test_romanised_and_pronounced(case: dict[str, str]) -> None:
    found = romanise(case["text"])
    assert (found.romanised, found.pronunciation) == (case["romanised"], case["pronunciation"])


def test_the_tables_have_their_two_hundred_cases() -> None:
    assert rows("romanise") >= 200


_EXAMPLES = [
    pytest.param(name, written, said, id=f"{name}: {written}")
    for name, rule in pronunciation_rules().items()
    for written, said in rule.examples
]


@pytest.mark.parametrize(("name", "written", "said"), _EXAMPLES)
def test_the_examples_of_a_rule_are_pronounced_by_it(name: str, written: str, said: str) -> None:
    found = romanise(written)
    assert found.pronunciation == said
    assert name in found.rules


_HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=8)
_ANYTHING = st.text(max_size=20)


@settings(max_examples=150, deadline=None)
@given(st.one_of(_HANGUL, _ANYTHING, st.tuples(_HANGUL, _ANYTHING, _HANGUL).map(" ".join)))
def test_any_text_is_romanised_and_what_is_not_hangul_stays(text: str) -> None:
    found = romanise(text)
    assert found.text == unicodedata.normalize("NFC", text)
    assert len(found.pronunciation) == len(found.text)
    for written, said in zip(found.text, found.pronunciation, strict=True):
        assert is_syllable(written) == is_syllable(said)
        assert is_syllable(written) or written == said
    assert not any(is_syllable(letter) for letter in found.romanised)
    assert set(found.rules) <= set(pronunciation_rules())


@settings(max_examples=50, deadline=None)
@given(_HANGUL)
def test_composed_and_decomposed_text_are_the_same(text: str) -> None:
    assert romanise(unicodedata.normalize("NFD", text)) == romanise(text)
