import pytest

from app.korean import analyse
from app.korean.edit import Degree
from app.korean.patch import changed
from app.korean.spelling.past_connective import past_connective_errors


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("많이 먹었어서 배불러요", "많이 먹어서 배불러요"),
        ("피곤했어서 잤어요", "피곤해서 잤어요"),
        ("친구였어서 알아요", "친구여서 알아요"),
        ("학생이었어서 돈이 없었어요", "학생이어서 돈이 없었어요"),
    ],
)
def test_the_past_before_aseo_goes(text: str, mended: str) -> None:
    assert changed(text, past_connective_errors(text, analyse(text))) == mended


def test_among_friends_it_is_a_suggestion() -> None:
    text = "어제 늦게 잤어서 피곤해"
    (change,) = past_connective_errors(text, analyse(text))
    assert change.reasons[0].degree is Degree.SUGGESTION
