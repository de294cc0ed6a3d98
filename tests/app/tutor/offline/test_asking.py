"""Which question comes next."""

from random import Random

from app.tutor.address import Address
from app.tutor.offline.asking import Asking
from app.tutor.offline.book import book
from app.tutor.offline.said import Said
from app.tutor.offline.thread import Exchange, read_thread
from app.tutor.offline.topic import recognise
from app.tutor.offline.voice import Voice


def asking(
    said: Said,
    *replies: str,
    persona: str = "friend",
    scene: int | None = None,
    seed: int = 1,
) -> Asking:
    topics = book().topics
    return Asking(
        Voice(persona, "민준", 1, Address("톰아", "톰"), 1, replies, Random(seed)),
        said,
        read_thread([Exchange("네", text) for text in replies], scene),
        topics.get(said.topic or ""),
        next((topic for topic in topics.values() if scene and topic.scene == scene), None),
    )


def asked_of(topic: str) -> set[str]:
    return {
        ask.line.templates[name].text
        for ask in book().topics[topic].asks
        for name in ask.line.templates
    }


def test_a_question_is_about_what_was_said() -> None:
    assert asking(recognise("나 비빔밥 먹었어")).about_this() in asked_of("food")


def test_what_was_just_told_is_not_asked() -> None:
    said = recognise("나 비빔밥 먹었어")
    asked = {asking(said, seed=seed).about_this() for seed in range(20)}
    assert "누구랑 먹었어?" in asked
    assert "오늘 뭐 먹었어?" not in asked


def test_no_question_is_asked_twice_and_in_the_end_there_is_none_left() -> None:
    said = recognise("저는 고양이를 좋아해요")
    spoken: list[str] = []
    while (question := asking(said, *spoken).about_this()) is not None:
        assert question not in spoken
        spoken.append(question)
    assert len(spoken) >= 2


def test_another_topic_starts_with_small_talk() -> None:
    small_talk = {
        question
        for topic in ("wellbeing", "doing", "food", "weather", "weekend")
        for question in asked_of(topic)
    }
    assert asking(recognise("네")).about_something_else() in small_talk


def test_a_question_that_needs_a_story_before_it_opens_no_topic() -> None:
    needs_one = {
        ask.line.templates[name].text
        for topic in book().topics.values()
        for ask in topic.asks
        if not ask.opener
        for name in ask.line.templates
    }
    spoken: list[str] = []
    for _ in range(40):
        question = asking(recognise("네"), *spoken).about_something_else()
        assert question is not None
        assert question not in needs_one
        spoken.append(question)


def test_a_stranger_keeps_to_the_scene() -> None:
    one = asking(recognise("비빔밥을 먹었어요", 2), persona="stranger", scene=2)
    assert one.about_this() in asked_of("directions")
    assert one.about_something_else() is None


def test_boss_and_senior_do_not_lead_over_to_what_they_avoid() -> None:
    spoken: list[str] = []
    avoided = asked_of("alcohol") | asked_of("romance") | asked_of("appearance")
    while question := asking(recognise("네"), *spoken, persona="boss").about_something_else():
        assert question not in avoided
        spoken.append(question)
    assert len(spoken) > 40
