"""What the talk so far means for the next line."""

from app.tutor.offline.book import book
from app.tutor.offline.thread import Exchange, read_thread


def test_nothing_said_yet() -> None:
    thread = read_thread((), None)
    assert (thread.spoken, thread.pending, thread.asked, thread.questions) == ((), None, None, 0)


def test_a_question_of_the_script_is_pending_until_it_is_answered() -> None:
    asked = (Exchange("안녕", "반가워! 오늘 뭐 먹었어?"),)
    thread = read_thread(asked, None)
    assert thread.asked == "오늘 뭐 먹었어?"
    assert thread.pending is not None
    assert (thread.pending.topic, thread.topic) == ("food", "food")
    answered = (*asked, Exchange("비빔밥", "비빔밥? 맛있었겠다!"))
    assert read_thread(answered, None).pending is None


def test_a_question_that_is_not_of_the_script_gives_its_topic() -> None:
    thread = read_thread((Exchange("", "어제 본 영화 제목이 뭐였어?"),), None)
    assert thread.pending is None
    assert thread.topic == "movies"


def test_without_a_question_the_topic_is_the_learners() -> None:
    assert read_thread((Exchange("고양이를 키워요", "귀엽겠네요."),), None).topic == "pets"


def test_questions_in_a_row_are_counted_from_the_end_laughs_aside() -> None:
    exchanges = [Exchange("네", text) for text in ("뭐 해?", "그렇구나.", "왜?", "너는? ㅋㅋ")]
    assert read_thread(exchanges, None).questions == 2


def test_distress_is_remembered_for_the_next_message_only() -> None:
    told = Exchange("죽고 싶어", "…")
    assert read_thread((told,), None).distressed
    assert not read_thread((told, Exchange("괜찮아요", "…")), None).distressed


def test_a_line_said_in_another_register_was_said() -> None:
    ask = book().topics["food"].asks[0]
    thread = read_thread((Exchange("", "오늘 뭐 드셨어요?"),), None)
    assert thread.has_said(ask.line)
    assert not thread.has_said(book().topics["pets"].asks[0].line)
