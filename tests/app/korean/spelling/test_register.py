import pytest

from app.korean.spelling.register import is_casual


@pytest.mark.parametrize("text", ["뭐해", "알겠어요 ㅋㅋ", "고마워요ㅠㅠ", "집 가는 중", "네!!"])
def test_play_or_no_polite_ending_is_casual(text: str) -> None:
    assert is_casual(text)


@pytest.mark.parametrize("text", ["안녕하세요.", "내일 갑니다", "비가 왔다. 춥다.", "뭐 해요?"])
def test_polite_or_written_sentences_are_not(text: str) -> None:
    assert not is_casual(text)
