import pytest

from app.korean import analyse
from app.korean.patch import changed
from app.korean.spelling.liaison import liaison_errors


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("바블 먹어요", "밥을 먹어요"),
        ("한국 음시글 좋아해요", "한국 음식을 좋아해요"),
        ("사람드리 많아요", "사람들이 많아요"),
        ("주마레 만나요", "주말에 만나요"),
    ],
)
def test_a_consonant_goes_back_to_its_noun(text: str, becomes: str) -> None:
    (change,) = liaison_errors(text, analyse(text))
    assert changed(text, [change]) == becomes


@pytest.mark.parametrize("text", ["나를 봐요", "노래를 불러요", "바다는 넓어요", "바블 먹자 ㅋㅋ"])
def test_nouns_that_end_in_a_vowel_and_play_are_left_alone(text: str) -> None:
    assert liaison_errors(text, analyse(text)) == []
