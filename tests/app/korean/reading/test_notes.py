"""Notes in -음 that report what is done."""

import pytest

from app.korean.reading.notes import reports
from app.korean.reading.sentences import sentences


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("보고서 작성 완료함", True),
        ("자료 받음", False),
        ("매일 제출함", False),
        ("재고 없음", False),
    ],
)
def test_a_verb_of_finishing_reports(text: str, done: bool) -> None:
    (sentence,) = sentences(text)
    assert reports(sentence) is done
