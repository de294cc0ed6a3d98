import pytest

from app.korean import analyse
from app.korean.reading.quotation import (
    ends_a_reported_clause,
    is_quoted,
    own_voice,
    quoted_spans,
    reported_until,
)


@pytest.mark.parametrize(
    "text", ['"배고파"라고 했어요', "'배고파'라고 했어요", "“배고파”라고 했어요"]
)
def test_what_stands_in_quotation_marks_is_not_the_writers_voice(text: str) -> None:
    assert "배고프" not in {one.form for one in own_voice(text, analyse(text))}


def test_an_apostrophe_inside_a_word_opens_no_quotation() -> None:
    assert quoted_spans("I'm fine, it's ok") == ()


def test_a_place_inside_a_span_is_quoted_and_one_beyond_it_is_not() -> None:
    assert is_quoted(((2, 8),), 3, 5)
    assert not is_quoted(((2, 8),), 7, 9)


@pytest.mark.parametrize("text", ["많아서가 아니라, 커요", "같이 가자, 라고 했어요"])
def test_an_ending_before_a_quoting_word_is_reported(text: str) -> None:
    morphemes = analyse(text)
    reported = [
        index for index, _ in enumerate(morphemes) if ends_a_reported_clause(morphemes, index)
    ]
    assert reported


def test_the_last_ending_is_spoken_to_the_listener() -> None:
    morphemes = analyse("밥을 먹었어요")
    assert not ends_a_reported_clause(morphemes, len(morphemes) - 1)


def test_retold_speech_ends_where_it_is_retold() -> None:
    text = "친구가 같이 갈래? 이랬어요."
    assert reported_until(text) == text.index("?") + 1
    assert reported_until("같이 갈래?") == 0
