import pytest

from app.korean import analyse
from app.korean.patch import changed
from app.korean.spelling.choice_and_memory import choice_and_memory_errors


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("가던지 말던지 하세요", "가든지 말든지 하세요"),
        ("뭘 하던지 상관없어요", "뭘 하든지 상관없어요"),
        ("얼마나 춥든지 손이 얼었어요", "얼마나 춥던지 손이 얼었어요"),
        ("그 집 맛있든데요", "그 집 맛있던데요"),
    ],
)
def test_choice_and_memory_are_told_apart(text: str, mended: str) -> None:
    assert changed(text, choice_and_memory_errors(text, analyse(text))) == mended


@pytest.mark.parametrize(
    "text", ["얼마나 먹었던지 배가 아팠어요", "뭘 먹든 괜찮아요", "하던 일이에요"]
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert choice_and_memory_errors(text, analyse(text)) == []
