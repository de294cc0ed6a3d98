import pytest

from app.korean import analyse
from app.korean.restyling.callings import calling_changes


def _called(text: str, *, polite: bool) -> str:
    for splice, _ in reversed(calling_changes(text, analyse(text), polite=polite)):
        text = text[: splice.start] + splice.becomes + text[splice.end :]
    return text


@pytest.mark.parametrize(
    ("text", "politely"),
    [
        ("야, 뭐 해?", "뭐 해?"),
        ("너 뭐 해?", "뭐 해?"),
        ("너는 몇 살이야?", "몇 살이야?"),
        ("지수야, 뭐 해?", "지수 씨, 뭐 해?"),
        ("얘들아 빨리 와", "여러분 빨리 와"),
        ("너를 봤어?", "너를 봤어?"),
        ("너는 어때?", "너는 어때?"),
        ("너도 갈래?", "너도 갈래?"),
    ],
)
def test_what_is_rude_goes_where_the_sentence_stays_whole(text: str, politely: str) -> None:
    assert _called(text, polite=True) == politely


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        ("지수 씨, 뭐 해요?", "지수야, 뭐 해요?"),
        ("수진 씨, 뭐 해요?", "수진아, 뭐 해요?"),
        ("지수 씨가 왔어요", "지수 씨가 왔어요"),
        ("부장님, 오셨어요?", "부장님, 오셨어요?"),
    ],
)
def test_a_name_is_called_plainly_among_friends(text: str, plainly: str) -> None:
    assert _called(text, polite=False) == plainly
