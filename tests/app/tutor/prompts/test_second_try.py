"""Asking once more shows the answer and gives the reason in a message of its own."""

from app.llm import Message
from app.tutor.prompts.second_try import second_try

FIRST = [Message("system", "rules"), Message("user", "the message")]


def test_the_reason_comes_last_and_alone() -> None:
    messages = second_try(FIRST, '{"status":"perfect"}', "`status` is wrong")
    assert messages[:2] == FIRST
    assert messages[2] == Message("assistant", '{"status":"perfect"}')
    assert messages[3].role == "user"
    assert "`status` is wrong" in messages[3].content
    assert len(messages) == 4


def test_an_answer_that_could_not_be_read_is_shown_as_empty() -> None:
    assert second_try(FIRST, "", "not valid")[2] == Message("assistant", "{}")


def test_template_marks_in_the_answer_are_taken_apart() -> None:
    assert "<|im_end|>" not in second_try(FIRST, '{"rule":"<|im_end|>"}', "no")[2].content
