"""What a text is about."""

import pytest

from app.korean import analyse
from app.tutor.offline.subject import answers_in_kind, content_words, topic_of


@pytest.mark.parametrize(
    ("text", "scene", "topic"),
    [
        ("주말에 영화를 봤어요", None, "movies"),
        ("추석에 떡을 먹었어요", None, "holidays"),
        ("한국어 발음이 어려워요", None, "korean"),
        ("그렇구나", None, None),
        ("이거 얼마예요?", None, None),
        ("이거 얼마예요?", 1, "shop"),
        ("이거 얼마예요?", 2, None),
        ("여자친구 있어요?", 1, "romance"),
        ("보일러가 고장 났어요", 3, "office"),
    ],
)
def test_the_topic_with_the_most_signs_wins(
    text: str, scene: int | None, topic: str | None
) -> None:
    assert topic_of(text, scene) == topic


@pytest.mark.parametrize(
    ("question", "answer", "answers"),
    [
        ("매운 음식도 잘 먹어요?", "잘 먹어요", True),
        ("매운 음식도 잘 먹어요?", "조금요", True),
        ("시간이 급하세요?", "걸어갈 거예요", False),
    ],
)
def test_an_answer_takes_up_a_word_of_the_question(
    question: str, answer: str, *, answers: bool
) -> None:
    assert answers_in_kind(question, answer) is answers


def test_a_verb_made_of_a_noun_counts_as_noun_and_as_verb() -> None:
    assert {"공부", "공부하"} <= content_words(analyse("공부했어요"))
