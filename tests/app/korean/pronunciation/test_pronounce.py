import time

import pytest

from app.korean.analysis.analyser import analyse
from app.korean.pronunciation.pronounce import pronounce


def test_rules_are_named_in_the_order_of_their_first_use() -> None:
    assert pronounce("값이").rules == ("liaison", "tensing")
    assert pronounce("나무").rules == ()


def test_nothing_to_say() -> None:
    assert pronounce("").hangul == ""
    assert pronounce("OK 123 ㅋㅋ").hangul == "OK 123 ㅋㅋ"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("안다", "안따"),
        ("나는 그 사람을 안다", "나는 그 사라믈 안다"),
        ("감다", "감따"),
        ("가는 길", "가는 길"),
    ],
)
def test_a_verb_alone_is_its_dictionary_form(text: str, said: str) -> None:
    assert pronounce(text).hangul == said


def test_a_line_takes_less_than_a_millisecond_beside_its_analysis() -> None:
    text = "오늘은 날씨가 맑아서 한강 공원에서 꽃구경을 하고 싶어요. 같이 갈래요?"
    pronounce(text)
    analyse(text)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        pronounce(text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.001
