import pytest

from app.korean.reading.sentences import sentences
from app.korean.restyling.honoured import honours_someone_else


@pytest.mark.parametrize(
    ("text", "honoured"),
    [
        ("할머니가 오셨어요", True),
        ("엄마가 부르셔", True),
        ("그분은 누구세요?", True),
        ("선배님, 어디 가세요?", False),
        ("한국 분이세요?", False),
        ("님은 어디 가세요?", False),
        ("어디 가세요?", False),
    ],
)
def test_the_listener_is_not_someone_else(text: str, honoured: bool) -> None:
    (only,) = sentences(text)
    assert honours_someone_else(only) is honoured
