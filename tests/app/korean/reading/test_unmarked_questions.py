"""Whether a sentence asks without a question mark."""

import pytest

from app.korean.reading.sentences import sentences
from app.korean.reading.unmarked_questions import Asking, unmarked_question


def _reading(text: str) -> Asking:
    (*_, sentence) = sentences(text)
    return unmarked_question(sentence)


@pytest.mark.parametrize(
    "text",
    ["누구야.", "왜 그래.", "뭐 해.", "내가 뭐랬어.", "어떡해!", "몇 시야.", "가?", "누구세요."],
)
def test_a_question_word_asks(text: str) -> None:
    assert _reading(text) is Asking.ASKS


@pytest.mark.parametrize(
    "text",
    [
        "누구나 알아.",
        "어디든 좋아.",
        "왜 그런지 몰라.",
        "얼마 전에 왔어.",
        "뭐 좀 먹어.",
        "집에 가.",
    ],
)
def test_some_do_not_ask(text: str) -> None:
    assert _reading(text) is Asking.STATES


def test_far_from_the_predicate_it_may_mean_someone() -> None:
    assert _reading("어떤 사람이 왔어.") is Asking.EITHER
