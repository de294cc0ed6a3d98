import pytest

from app.korean import analyse
from app.korean.patch import changed
from app.korean.spelling.negation import negation_errors


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("먹지 안아요", "먹지 않아요"),
        ("하지는 안습니다", "하지는 않습니다"),
        ("먹지 안 했어요", "먹지 않았어요"),
    ],
)
def test_an_after_ji_becomes_anh(text: str, mended: str) -> None:
    assert changed(text, negation_errors(text, analyse(text))) == mended


@pytest.mark.parametrize("text", ["강아지 안아도 돼요?", "먹지 않아요", "왜 안 먹어요?"])
def test_an_elsewhere_is_left_alone(text: str) -> None:
    assert negation_errors(text, analyse(text)) == []
