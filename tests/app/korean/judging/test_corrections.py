from app.korean.judge import findings
from app.korean.judging.corrections import Corrections, corrections
from app.korean.patch import changed
from tests.app.korean.listeners import message_to


def _corrections(listener: str, text: str) -> Corrections:
    message = message_to(listener, text)
    return corrections(message, findings(message))


def test_words_and_ending_are_mended_together() -> None:
    text = "나는 학생이야."
    assert changed(text, _corrections("boss 1", text).changes) == "저는 학생입니다."


def test_what_this_listener_does_not_mind_is_no_change() -> None:
    assert _corrections("friend 2", "나는 학생이야.") == Corrections((), incomplete=False)


def test_a_wrong_ending_that_cannot_be_rewritten_leaves_it_incomplete() -> None:
    assert _corrections("boss 1", "언젠가 가리라").incomplete


def test_a_you_that_cannot_be_left_out_leaves_it_incomplete() -> None:
    assert _corrections("stranger 1", "당신을 도와줄 사람이에요.").incomplete
