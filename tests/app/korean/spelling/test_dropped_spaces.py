import pytest

from app.korean import analyse
from app.korean.edit import Degree
from app.korean.spelling.dropped_spaces import dropped_space_errors


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("저는 수영을 할수 있어요", "space-before-dependent-noun"),
        ("믿을 수없어요", "space-after-su"),
        ("저는 고기를 안먹어요", "space-after-an"),
        ("저는학생이에요", "space-after-particle"),
    ],
)
def test_a_missing_space_is_suggested(text: str, rule: str) -> None:
    (change,) = dropped_space_errors(text, analyse(text))
    assert (change.reasons[0].rule, change.becomes) == (rule, " ")
    assert change.reasons[0].degree is Degree.SUGGESTION


@pytest.mark.parametrize("text", ["나 그거 할수있어 ㅋㅋ", "밥먹었어?", "안돼요", "곧 갈게요"])
def test_chat_and_words_that_are_one_are_left_alone(text: str) -> None:
    assert dropped_space_errors(text, analyse(text)) == []
