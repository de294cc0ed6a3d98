import pytest

from app.korean.reading.sentences import sentences
from app.korean.restyling.fragments import fragment_change
from app.korean.style import Style


@pytest.mark.parametrize("text", ["왜?", "저녁은?", "나도", "친구한테.", "학교에서?"])
def test_a_short_answer_or_question_takes_the_particle_of_politeness(text: str) -> None:
    (only,) = sentences(text)
    splice = fragment_change(text, only, Style.HAEYO)
    assert splice is not None
    assert splice.becomes == "요"
    assert fragment_change(text, only, Style.HAE) is None


@pytest.mark.parametrize("text", ["커피 한 잔", "김민수", "ㅋㅋㅋ", "lol?", "지수야!"])
def test_a_bare_noun_a_call_and_what_is_not_korean_take_nothing(text: str) -> None:
    (only,) = sentences(text)
    assert fragment_change(text, only, Style.HAEYO) is None
