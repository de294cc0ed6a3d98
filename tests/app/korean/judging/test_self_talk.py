import pytest

from app.korean.judging.self_talk import is_self_talk, wonders_aside
from app.korean.reading.sentences import sentences


@pytest.mark.parametrize(
    ("text", "said_to_oneself"),
    [
        ("와 맛있겠다!", True),
        ("아 맞다", True),
        ("배고프다", True),
        ("밥 먹었어!", False),
        ("보고서를 보냈다.", False),
        ("뭐 하니?", False),
    ],
)
def test_self_talk_is_told_from_talk(text: str, said_to_oneself: bool) -> None:
    (only,) = sentences(text)
    assert is_self_talk(only) is said_to_oneself


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("이게 아닌가?", True),
        ("뭐였더라", True),
        ("어디 뒀지?", True),
        ("어디 가?", False),
        ("뭐 먹었냐", False),
        ("오늘 맛있더라", False),
        ("뭐였더라고요", False),
    ],
)
def test_who_wonders_aside_asks_nobody(text: str, *, aside: bool) -> None:
    (only,) = sentences(text)
    assert wonders_aside(only) is aside
