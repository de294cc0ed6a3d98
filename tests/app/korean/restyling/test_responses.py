import pytest

from app.korean.reading.sentences import sentences
from app.korean.restyling.responses import find_responses


@pytest.mark.parametrize(
    ("text", "becomes"),
    [("응, 알았어", "네"), ("네 알겠어요", "응"), ("ㅇㅋ", "네, 알겠습니다"), ("어 알았어", "네")],
)
def test_an_answer_at_the_head_of_a_sentence_is_found(text: str, becomes: str) -> None:
    assert [one.becomes for one in find_responses(text, sentences(text))] == [becomes]


@pytest.mark.parametrize(
    "text", ["어, 근데 그거 뭐야?", "네 생각은 어때?", "네 차 어디 있어?", "어!"]
)
def test_what_only_looks_like_an_answer_is_none(text: str) -> None:
    assert find_responses(text, sentences(text)) == ()
