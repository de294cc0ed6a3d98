import pytest

from app.korean.spelling.heard import heard_errors


@pytest.mark.parametrize(
    ("text", "becomes"),
    [("밥을 머거요", "먹어"), ("한국이 조아요", "좋아"), ("어떠게 가요?", "어떻게")],
)
def test_a_word_written_by_ear_is_found(text: str, becomes: str) -> None:
    assert [one.becomes for one in heard_errors(text)] == [becomes]


@pytest.mark.parametrize("text", ["조아 ㅋㅋ", "마니 머거", "마니또를 뽑았어요"])
def test_play_among_friends_is_left_alone(text: str) -> None:
    assert heard_errors(text) == []
