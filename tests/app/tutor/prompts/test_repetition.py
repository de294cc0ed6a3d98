"""A text that repeats its instructions is told from one that does not."""

import pytest

from app.tutor.prompts.repetition import repeats_instructions
from app.tutor.prompts.texts import prompt_text


@pytest.mark.parametrize("agent", ["feedback", "words", "reply"])
def test_any_rule_repeated_is_seen(agent: str) -> None:
    rules = [
        line
        for paragraph in prompt_text(agent).split("\n\n")
        if not paragraph.startswith("EXAMPLE")
        for line in paragraph.splitlines()
        if len(line.split()) > 20
    ]
    assert rules
    for rule in rules:
        assert repeats_instructions(agent, f"물론이죠! {rule.upper()}")


@pytest.mark.parametrize("text", ["<learner_message>", "</engine>", "제 learner_message 태그는"])
def test_the_prompts_own_tags_are_seen(text: str) -> None:
    assert repeats_instructions("reply", text)


@pytest.mark.parametrize(
    "text",
    [
        "오늘 날씨가 정말 좋아! 뭐 하고 있어?",
        "The object takes the particle 을/를 after a consonant or a vowel.",
        "No mistake found: speech level, spelling, particles.",
    ],
)
def test_ordinary_text_repeats_nothing(text: str) -> None:
    assert not repeats_instructions("feedback", text)
    assert not repeats_instructions("reply", text)


def test_an_answer_may_be_like_the_prompts_example() -> None:
    text = "The speech style fits. Meeting somebody takes 을/를."
    assert text in prompt_text("feedback")
    assert not repeats_instructions("feedback", text)


def test_what_the_learner_wrote_may_be_repeated_and_nothing_else() -> None:
    rules = [line for line in prompt_text("reply").splitlines() if len(line.split()) > 20]
    given = f"learner_message {rules[0]}"
    assert not repeats_instructions("reply", f"뜻은: {given}", given)
    assert repeats_instructions("reply", rules[1], given)
    assert repeats_instructions("reply", "</engine>", given)
