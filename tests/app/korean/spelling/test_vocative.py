import pytest

from app.korean.patch import changed
from app.korean.spelling.vocative import vocative_errors


@pytest.mark.parametrize(
    ("text", "becomes"),
    [("지우아 뭐 해?", "지우야 뭐 해?"), ("민준야, 밥 먹었어?", "민준아, 밥 먹었어?")],
)
def test_a_name_is_called_by_its_last_sound(text: str, becomes: str) -> None:
    (change,) = vocative_errors(text)
    assert changed(text, [change]) == becomes


@pytest.mark.parametrize("text", ["지우야 뭐 해?", "수아 뭐 해?", "나라야 말로", "민준아, 안녕"])
def test_right_calls_and_names_in_a_are_left_alone(text: str) -> None:
    assert vocative_errors(text) == []
