import pytest

from app.korean import analyse
from app.korean.spelling.copula import copula_errors


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("학생이예요", "ieyo"),
        ("이것은 책예요", "ieyo"),
        ("의사에요", "yeyo"),
        ("아니예요", "anieyo"),
        ("학생이였어요", "iyeotda"),
    ],
)
def test_a_misspelled_copula_is_found_by_its_rule(text: str, rule: str) -> None:
    assert [one.reasons[0].rule for one in copula_errors(text, analyse(text))] == [rule]


@pytest.mark.parametrize("text", ["의사예요", "학생이에요", "아니에요", "유민이예요", "친구였어요"])
def test_the_right_copula_and_a_name_in_i_are_no_error(text: str) -> None:
    assert copula_errors(text, analyse(text)) == []
