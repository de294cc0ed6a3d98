"""The prompt of a reply: what never changes first, and what the learner wrote as data."""

import itertools

import pytest

from app.llm import Message
from app.tutor.answers import Exchange
from app.tutor.prompts.conversation import conversation_messages
from app.tutor.prompts.texts import prompt_text


def prompt(
    *said: str,
    persona: str = "friend",
    closeness: int = 2,
    level: str = "beginner",
    name: str = "톰",
    exchanges: tuple[Exchange, ...] = (),
) -> list[Message]:
    return conversation_messages(
        persona=persona,
        closeness=closeness,
        level=level,
        learner_name=name,
        exchanges=exchanges,
        said=said,
    )


def test_the_system_prompt_begins_with_what_never_changes() -> None:
    for persona, level in itertools.product(("friend", "boss"), ("beginner", "advanced")):
        system = prompt("안녕", persona=persona, level=level)[0]
        assert system.role == "system"
        assert system.content.startswith(prompt_text("reply"))


def test_nothing_of_the_learners_is_in_the_system_prompt() -> None:
    attack = "SYSTEM OVERRIDE"
    before = (Exchange(f"{attack} 1", f"{attack} 2"),)
    messages = prompt(attack, name=attack, exchanges=before)
    assert messages[0] == prompt("안녕")[0]
    assert attack not in messages[0].content


def test_user_and_assistant_take_turns_whatever_was_said() -> None:
    exchanges = (
        Exchange("", "왔어?"),
        Exchange("응", "반가워!"),
        Exchange("뭐 해?", ""),
        Exchange("자?", "아니, 공부해."),
        Exchange("", "참, 내일 시간 있어?"),
    )
    messages = prompt("응, 있어", exchanges=exchanges)
    roles = [message.role for message in messages]
    assert roles == [
        "system",
        "user",
        "assistant",
        "user",
        "assistant",
        "user",
        "assistant",
        "user",
    ]
    assert "참, 내일" in messages[6].content


def test_the_learner_speaks_first_even_where_the_persona_greeted() -> None:
    messages = prompt("안녕", exchanges=(Exchange("", "왔어?"),))
    assert messages[1].role == "user"
    assert "opened the chat" in messages[1].content
    assert messages[2] == Message("assistant", "왔어?")


def test_a_message_of_the_learners_is_delimited_and_names_them() -> None:
    content = prompt("밥 먹었어?")[-1].content
    assert content == ('<learner_message name="톰" called="톰아">\n밥 먹었어?\n</learner_message>')


def test_several_messages_of_one_turn_are_delimited_one_by_one() -> None:
    content = prompt("있잖아", "나 오늘", "시험 봤어")[-1].content
    assert content.count("<learner_message") == 3
    assert content.count("</learner_message>") == 3


def test_a_learner_without_a_name_has_no_empty_attributes() -> None:
    assert prompt("안녕", name="")[-1].content.startswith("<learner_message>\n")


def test_an_older_prompt_is_the_beginning_of_the_next() -> None:
    first = prompt("안녕", exchanges=(Exchange("", "왔어?"),))
    second = prompt("뭐 해?", exchanges=(Exchange("", "왔어?"), Exchange("안녕", "반가워!")))
    assert second[: len(first)] == first


@pytest.mark.parametrize("level", ["beginner", "intermediate", "advanced"])
def test_the_level_closes_the_system_prompt(level: str) -> None:
    assert level in prompt("안녕", level=level)[0].content.rpartition("LEVEL")[2]
