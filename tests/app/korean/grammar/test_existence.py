import pytest

from app.korean import analyse
from app.korean.grammar.existence import existence_errors
from app.korean.patch import changed


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("도서관에서 책이 많아요", "도서관에 책이 많아요"),
        ("돈이 많아 있어요", "돈이 많이 있어요"),
        ("수업을 가지고 있어요", "수업이 있어요"),
    ],
)
def test_being_and_having_are_said_as_in_korean(text: str, becomes: str) -> None:
    (change,) = existence_errors(text, analyse(text))
    assert changed(text, [change]) == becomes


@pytest.mark.parametrize(
    "text", ["학교에서 시험이 있어요", "한국에서 인기가 많아요", "우산을 가지고 있어요"]
)
def test_what_takes_place_and_what_is_carried_are_left_alone(text: str) -> None:
    assert existence_errors(text, analyse(text)) == []
