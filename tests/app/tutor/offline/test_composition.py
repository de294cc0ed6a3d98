"""How a reply is put together out of its parts."""

from random import Random

import pytest

from app.tutor.address import address_of
from app.tutor.offline.book import book
from app.tutor.offline.composition import Composition
from app.tutor.offline.context import Level, ScriptContext
from app.tutor.offline.line import Register
from app.tutor.offline.thread import Exchange, read_thread
from app.tutor.offline.topic import recognise


def composed(
    text: str,
    *replies: str,
    persona: str = "friend",
    closeness: int = 1,
    level: Level = Level.INTERMEDIATE,
    seed: int = 1,
) -> Composition:
    exchanges = tuple(Exchange("네", said) for said in replies)
    address = address_of(persona, closeness, "톰")
    context = ScriptContext(persona, "민준", closeness, text, address, level, exchanges)
    said = recognise(text, context.scene)
    composition = Composition(context, said, read_thread(exchanges, context.scene), Random(seed))
    composition.compose()
    return composition


def test_it_reacts_tells_and_asks_above_beginner() -> None:
    composition = composed("나 비빔밥 먹었어")
    assert len(composition.parts) == 3
    assert "비빔밥" in composition.parts[0]
    assert composition.parts[2].endswith("?")


def test_a_beginner_gets_no_story_where_there_is_a_question() -> None:
    composition = composed("나 비빔밥 먹었어", level=Level.BEGINNER)
    assert len(composition.parts) == 2
    assert composition.parts[1].endswith("?")


def test_a_name_is_greeted_and_an_occupation_taken_up() -> None:
    for seed in range(10):
        [first, *_] = composed("저는 사라예요", seed=seed).parts
        assert "사라" in first
        [first, *_] = composed("저는 회사원이에요", seed=seed).parts
        assert "회사원" in first


def test_a_farewell_is_the_last_word() -> None:
    assert len(composed("잘 가!").parts) == 1


def test_nothing_can_be_said_again_before_anything_was_said() -> None:
    assert len(composed("뭐라고?").parts) == 1
    assert composed("뭐라고?", "오늘 뭐 먹었어?").parts[-1] == "오늘 뭐 먹었어?"


def test_a_proposal_is_agreed_to() -> None:
    said = {composed("우리 커피 마실까?", seed=seed).parts[0] for seed in range(20)}
    assert said == {"좋아, 커피 한잔하자!"}
    assert composed("같이 가요").parts[0]


def test_a_scripted_reply_never_meets_the_learner_anywhere() -> None:
    for persona in ("friend", "honey"):
        [first, *_] = composed("우리 직접 만나자", persona=persona, closeness=2).parts
        assert "여기" in first


def test_after_two_questions_in_a_row_it_does_not_ask() -> None:
    for seed in range(20):
        composition = composed("나 비빔밥 먹었어", "뭐 해?", "너는?", seed=seed)
        assert not any(part.endswith("?") for part in composition.parts)


def test_bad_news_gets_care_instead_of_a_story() -> None:
    composition = composed("우리 고양이가 아파")
    assert "고양이" in composition.parts[0]
    assert not any(part.endswith("?") for part in composition.parts)
    assert "강아지" not in " ".join(composition.parts)


def test_a_question_about_the_learner_is_answered_kindly() -> None:
    for seed in range(10):
        [first, *_] = composed("나 잘하고 있어?", seed=seed).parts
        assert first.startswith(("그럼", "지금도", "음, 네 생각"))


def test_asked_why_it_asks_it_says_so() -> None:
    [first, *_] = composed("왜?", "오늘 뭐 먹었어?").parts
    assert any(word in first for word in ("물어봤", "알고 싶어"))


def test_what_is_asked_back_is_answered_on_the_topic() -> None:
    [first, *_] = composed("너는?", "매운 음식도 잘 먹어?").parts
    assert any(word in first for word in ("먹", "음식", "요리", "밥"))


def test_leading_over_to_another_topic_is_said() -> None:
    said, *_, question = composed("소주 좋아하세요?", persona="senior").parts
    assert not said.endswith("?")
    assert question.startswith("그런데 ")


@pytest.mark.parametrize(
    ("scene", "request_", "lines"),
    [
        (1, "봉투 주세요", "shop"),
        (2, "길 좀 알려 주세요", "directions"),
        (3, "예약해 주세요", "office"),
    ],
)
def test_a_stranger_grants_a_request_as_the_scene_has_it(
    scene: int, request_: str, lines: str
) -> None:
    [granted, *_] = composed(request_, persona="stranger", closeness=scene).parts
    assert any(
        line.templates[Register.HONORIFIC].spoken.search(granted)
        for line in book().topics[lines].request
    )


def test_inner_stops_become_commas_for_a_beginner_only() -> None:
    exchanges = (Exchange("", "오늘 뭐 먹었어?"),)
    address = address_of("friend", 1, "톰")
    for level, expected in ((Level.BEGINNER, "비빔밥, "), (Level.INTERMEDIATE, "비빔밥? ")):
        context = ScriptContext("friend", "민준", 1, "비빔밥", address, level, exchanges)
        thread = read_thread(exchanges, None)
        text = Composition(context, recognise("비빔밥"), thread, Random(1)).compose()
        assert text.startswith(expected)
