import pytest

from app.korean.reading.asked import asks_the_listener
from app.korean.reading.sentences import sentences
from app.korean.restyling.predicate import predicate_of


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("밥 먹었어요?", True),
        ("시간 있어요?", True),
        ("가 본 적 있어요?", True),
        ("몇 살이에요?", True),
        ("한국 사람이에요?", True),
        ("여행 갈 거예요?", True),
        ("지금 어디예요?", True),
        ("같이 갈래요?", True),
        ("이거 어떻게 해요?", False),
        ("어디서 사요?", False),
        ("뭐 해야 해요?", False),
        ("택배 왔어요?", False),
        ("회의 시작해요?", False),
        ("어디에 있어요?", False),
        ("서울역에 가요?", False),
    ],
)
def test_only_what_can_only_be_about_the_listener_asks_them(text: str, *, asked: bool) -> None:
    (only,) = sentences(text)
    assert asks_the_listener(only, predicate_of(only), "부장님") is asked
