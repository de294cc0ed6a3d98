import pytest

from app.korean.edit import Degree
from app.korean.spelling.register import degree_in, is_casual


@pytest.mark.parametrize("text", ["뭐해", "알겠어요 ㅋㅋ", "고마워요ㅠㅠ", "집 가는 중", "네!!"])
def test_play_or_no_polite_ending_is_casual(text: str) -> None:
    assert is_casual(text)


@pytest.mark.parametrize("text", ["안녕하세요.", "내일 갑니다", "비가 왔다. 춥다.", "뭐 해요?"])
def test_polite_or_written_sentences_are_not(text: str) -> None:
    assert not is_casual(text)


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("비가 올 것 같애요.", Degree.WRONG),
        ("비가 올 것 같애요 ㅎㅎ", Degree.SUGGESTION),
        ("비 올 거 같애", Degree.SUGGESTION),
        ("비 올 거 같애 ㅋㅋ", None),
    ],
)
def test_what_natives_say_too_is_worth_less_among_friends(text: str, degree: Degree | None) -> None:
    assert degree_in(text, Degree.WRONG, Degree.SUGGESTION) is degree
    assert degree_in(text, Degree.WRONG, Degree.WRONG) is Degree.WRONG
