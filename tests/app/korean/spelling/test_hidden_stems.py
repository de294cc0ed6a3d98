import pytest

from app.korean import analyse
from app.korean.spelling.hidden_stems import hidden_stem_errors


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("저는 학교에 가습니다", "seumnida-after-vowel"),
        ("저는 학생습니다", "imnida"),
        ("이거 먹면 안 돼요", "missing-eu"),
        ("밥을 먹았어요", "vowel-harmony"),
        ("저는 밥을 먹요", "bare-stem"),
    ],
)
def test_a_stem_that_its_ending_hides_is_found(text: str, rule: str) -> None:
    (change,) = hidden_stem_errors(text, analyse(text))
    assert change.reasons[0].rule == rule


@pytest.mark.parametrize("text", ["냉면 먹었어요", "정면으로 봐요", "민지아 안녕", "옷을 입습니다"])
def test_nouns_and_right_endings_are_left_alone(text: str) -> None:
    assert hidden_stem_errors(text, analyse(text)) == []
