"""Taking up the answer to a question of the script."""

import pytest

from app.tutor.offline.book import book
from app.tutor.offline.following import answers_a_question, following_lines
from app.tutor.offline.line import Register
from app.tutor.offline.thread import Exchange, Thread, read_thread
from app.tutor.offline.topic import recognise

SPICY = "매운 음식도 잘 먹어?"
FOOD = next(
    ask for ask in book().topics["food"].asks if ask.line.templates[Register.PLAIN].text == SPICY
)


def asked(question: str) -> Thread:
    return read_thread((Exchange("", question),), None)


@pytest.mark.parametrize("answer", ["응", "네, 아주 잘 먹어요", "잘 먹어", "조금요"])
def test_yes_is_taken_up_as_yes(answer: str) -> None:
    assert following_lines(answer, recognise(answer), asked(SPICY), None) == FOOD.yes


@pytest.mark.parametrize("answer", ["아니요", "잘 못 먹어", "아니, 별로"])
def test_no_is_taken_up_as_no(answer: str) -> None:
    assert following_lines(answer, recognise(answer), asked(SPICY), None) == FOOD.no


@pytest.mark.parametrize(
    "message", ["오늘 영화 봤어", "너무 힘들어", "넌 뭐 먹었어?", "안녕", "우리 산책하자"]
)
def test_something_else_is_not_taken_for_an_answer(message: str) -> None:
    assert following_lines(message, recognise(message), asked(SPICY), None) == ()


def test_a_statement_answers_a_question_after_a_fact() -> None:
    thread = asked("오늘 뭐 먹었어?")
    assert thread.pending is not None
    assert following_lines("비빔밥", recognise("비빔밥"), thread, None) == thread.pending.then


def test_a_bare_no_does_not_answer_it() -> None:
    assert following_lines("아니", recognise("아니"), asked("오늘 뭐 먹었어?"), None) == ()


def test_without_a_question_nothing_is_an_answer() -> None:
    thread = asked("그렇구나.")
    assert not answers_a_question(recognise("네"), thread)
    assert following_lines("네", recognise("네"), thread, None) == ()


def test_in_a_scene_a_time_of_another_topic_still_answers() -> None:
    thread = read_thread((Exchange("", "언제가 편하세요?"),), 3)
    assert thread.pending is not None
    said = recognise("내일 오전이요", 3)
    assert following_lines("내일 오전이요", said, thread, 3) == thread.pending.then
