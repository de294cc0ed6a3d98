import pytest

from app.korean import analyse
from app.korean.patch import changed
from app.korean.spelling.lost_h import lost_h_errors


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("하늘이 파라요", "하늘이 파래요"),
        ("하늘이 퍼러요", "하늘이 퍼레요"),
        ("머리가 하야서 놀랐어요", "머리가 하얘서 놀랐어요"),
        ("얼굴이 빨갔어요", "얼굴이 빨갰어요"),
        ("바나나가 노라요", "바나나가 노래요"),
        ("아이들이 노라요", "아이들이 놀아요"),
    ],
)
def test_the_vowel_that_a_lost_h_leaves_behind_is_mended(text: str, becomes: str) -> None:
    (change,) = lost_h_errors(text, analyse(text))
    assert changed(text, [change]) == becomes


@pytest.mark.parametrize("text", ["하늘이 파래요", "파라솔을 폈어요", "저는 노라요", "빨간 사과"])
def test_right_forms_other_words_and_names_are_left_alone(text: str) -> None:
    assert lost_h_errors(text, analyse(text)) == []
