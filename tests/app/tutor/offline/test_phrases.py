"""Set phrases and the question whether this is an AI."""

import pytest

from app.tutor.offline.phrases import Phrase, is_about_being_an_ai, set_phrase
from app.tutor.offline.said import Act


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("안녕하세요!", Phrase(Act.GREETING, "")),
        ("안녕하세요 저는 톰이에요", Phrase(Act.GREETING, "저는 톰이에요")),
        ("부장님, 안녕하세요", Phrase(Act.GREETING, "")),
        ("고마워요, 지우 씨!", Phrase(Act.THANKS, "")),
        ("미안해, 괜찮아?", Phrase(Act.APOLOGY, "괜찮아?")),
        ("네, 먹었어요", Phrase(Act.AGREEMENT, "먹었어요")),
        ("네?", Phrase(Act.NOT_UNDERSTOOD, "")),
        ("진짜?", Phrase(Act.SURPRISE, "")),
        ("ㅋㅋㅋㅋ", Phrase(Act.LAUGHTER, "")),
    ],
)
def test_a_set_phrase_is_split_off(sentence: str, phrase: Phrase) -> None:
    assert set_phrase(sentence) == phrase


@pytest.mark.parametrize(
    "sentence", ["네가 좋아", "어제 갔어", "그래서 갔어", "예뻐요", "진짜 맛있어"]
)
def test_a_word_that_only_starts_like_a_phrase_is_none(sentence: str) -> None:
    assert set_phrase(sentence) is None


@pytest.mark.parametrize(
    "text",
    [
        "AI야?",
        "봇이에요?",
        "로봇이죠?",
        "사람이 아니죠?",
        "진짜 사람 맞아요?",
        "챗봇?",
        "Are you a bot?",
    ],
)
def test_the_question_whether_it_is_an_ai_is_heard(text: str) -> None:
    assert is_about_being_an_ai(text)


@pytest.mark.parametrize(
    "text", ["AI를 공부해요", "로봇 영화 봤어요", "좋은 사람이에요", "AI 좋아해요?"]
)
def test_speaking_of_machines_is_no_such_question(text: str) -> None:
    assert not is_about_being_an_ai(text)
