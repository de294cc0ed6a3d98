import pytest

from app.korean import analyse
from app.korean.patch import changed
from app.korean.spelling.spacing import spacing_errors


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("저 는 가요", "space-before-particle"),
        ("밥을 먹 어요", "space-before-ending"),
    ],
)
def test_a_space_inside_a_word_is_found(text: str, rule: str) -> None:
    (change,) = spacing_errors(text, analyse(text))
    assert (change.reasons[0].rule, change.becomes) == (rule, "")
    assert text[change.start : change.end] == " "


@pytest.mark.parametrize("text", ["밥먹었어?", "이 사람은 제 친구예요", "집에 가요", "못 해요"])
def test_a_space_between_words_or_a_missing_one_is_no_error(text: str) -> None:
    assert spacing_errors(text, analyse(text)) == []


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("저는 학생 입니다", "저는 학생입니다"),
        ("이거 사과 에요?", "이거 사과예요?"),
        ("저는 미국 사람이 예요", "저는 미국 사람이에요"),
        ("제 이름은 마리아 이에요", "제 이름은 마리아예요"),
    ],
)
def test_ida_apart_from_its_noun_is_joined_in_the_form_the_noun_asks(
    text: str, becomes: str
) -> None:
    (change,) = spacing_errors(text, analyse(text))
    assert changed(text, [change]) == becomes


@pytest.mark.parametrize("text", ["저는 한복 입니다", "제 동생은 유민이 예요", "아 예요"])
def test_clothes_names_and_outcries_before_it_are_left_alone(text: str) -> None:
    assert spacing_errors(text, analyse(text)) == []
