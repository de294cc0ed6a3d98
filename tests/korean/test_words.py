"""The content words of sentences that a teacher has taken apart: `tests/korean/words/*.tsv`."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.korean import words
from tests.korean.tables import cases, rows


def _alternatives(wanted: str) -> set[tuple[str, str]]:
    """Read `오늘/noun|adverb` and `커지다|크다/verb|adjective`: any lemma, any part of speech."""
    found: set[tuple[str, str]] = set()
    lemmas: list[str] = []
    for piece in wanted.split("|"):
        lemma, slash, pos = piece.rpartition("/")
        if slash:
            lemmas.append(lemma)
            found |= {(each, pos) for each in lemmas}
            lemmas = lemmas if lemma else []
        elif any("가" <= letter <= "힣" for letter in piece):
            lemmas.append(piece)
        else:
            found |= {(each, piece) for each in lemmas}
    return found


@pytest.mark.parametrize("case", cases("words"))
def test_the_content_words_of_a_sentence_are_found(case: dict[str, str]) -> None:
    found = [(one.lemma, one.pos) for one in words(case["text"])]
    wanted = [] if case["words"] == "." else case["words"].split(" ")
    assert len(found) == len(wanted), f"{found} for {wanted}"
    for one, alternatives in zip(found, wanted, strict=True):
        assert one in _alternatives(alternatives), f"{found} for {wanted}"


@pytest.mark.parametrize("case", cases("words"))
def test_each_word_stands_where_it_is_said_to(case: dict[str, str]) -> None:
    text = case["text"]
    found = words(text)
    assert all(text[one.start : one.end] == one.surface for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_there_are_at_least_two_hundred_cases() -> None:
    assert rows("words") >= 200


_TEXTS = [case.values[0]["text"] for case in cases("words")]  # type: ignore[attr-defined]
_PIECES = st.lists(
    st.one_of(
        st.sampled_from(_TEXTS),
        st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=8),
        st.text(max_size=8),
    ),
    max_size=4,
)


@given(_PIECES, st.sampled_from(["", " ", "\n", "~ "]))
@settings(max_examples=60, deadline=None)
def test_words_of_any_text_stand_where_they_are_said_to(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    composed = unicodedata.normalize("NFC", text)
    found = words(text)
    assert all(composed[one.start : one.end] == one.surface for one in found)
    assert all(one.lemma for one in found)
    assert words(unicodedata.normalize("NFD", text)) == found
