import pytest

from app.korean import analyse
from app.korean.spelling.spacing import spacing_errors


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("저 는 가요", "space-before-particle"),
        ("밥을 먹 어요", "space-before-ending"),
        ("저는 학생 입니다", "space-before-copula"),
    ],
)
def test_a_space_inside_a_word_is_found(text: str, rule: str) -> None:
    (change,) = spacing_errors(text, analyse(text))
    assert (change.reasons[0].rule, change.becomes) == (rule, "")
    assert text[change.start : change.end] == " "


@pytest.mark.parametrize("text", ["밥먹었어?", "이 사람은 제 친구예요", "집에 가요", "못 해요"])
def test_a_space_between_words_or_a_missing_one_is_no_error(text: str) -> None:
    assert spacing_errors(text, analyse(text)) == []
