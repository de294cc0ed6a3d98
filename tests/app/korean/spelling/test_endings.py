import pytest

from app.korean import analyse
from app.korean.spelling.endings import ending_errors


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("제가 할께요", "lkke"),
        ("갈 꺼에요", "lkkeo"),
        ("먹읍니다", "iss-eup"),
        ("집에 갈려고 해요", "lryeogo"),
        ("비가 올런지요", "lleonji"),
        ("여기 앉으시요", "siyo"),
        ("좋은대요", "nde"),
    ],
)
def test_a_misspelled_ending_is_found_by_its_rule(text: str, rule: str) -> None:
    assert rule in {one.reasons[0].rule for one in ending_errors(text, analyse(text))}


@pytest.mark.parametrize("text", ["할게요", "만들려고요", "친구가 온대요", "어디 가시오?"])
def test_the_right_spelling_is_no_error(text: str) -> None:
    assert ending_errors(text, analyse(text)) == []
