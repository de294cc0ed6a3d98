import pytest

from app.korean import analyse
from app.korean.spelling.endings import ending_errors


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("제가 할께요", "lkke"),
        ("갈 꺼에요", "lkkeo"),
        ("먹읍니다", "iss-eup"),
        ("감사함니다", "mnida"),
        ("학생이예요", "ieyo"),
        ("의사에요", "yeyo"),
        ("아니예요", "anieyo"),
        ("먹지 안아요", "ji-anh"),
    ],
)
def test_a_misspelled_ending_is_found_by_its_rule(text: str, rule: str) -> None:
    assert rule in {one.reasons[0].rule for one in ending_errors(text, analyse(text))}


@pytest.mark.parametrize("text", ["할게요", "의사예요", "학생이에요", "아니에요", "먹지 않아요"])
def test_the_right_spelling_is_no_error(text: str) -> None:
    assert ending_errors(text, analyse(text)) == []
