"""The prompt that asks for words: level, the engine's choice, and the message alone."""

from app.korean import pick_words
from app.llm import Message
from app.tutor.prompts.texts import prompt_text
from app.tutor.prompts.words import words_messages


def prompt(text: str, *known: str) -> list[Message]:
    return words_messages(level="beginner", chosen=pick_words(text), known=known, text=text)


def test_the_system_prompt_never_changes() -> None:
    assert prompt("날씨가 좋아요")[0] == prompt("친구를 만났어요", "친구")[0]
    assert prompt("네")[0].content == prompt_text("words")


def test_level_choice_and_known_words_are_facts() -> None:
    text = "오늘 날씨가 좋아요"
    facts = prompt(text, "오늘")[1].content
    assert '"level":"beginner"' in facts
    assert '"known":["오늘"]' in facts
    chosen = pick_words(text)
    assert chosen
    assert all(f'"lemma":"{word.lemma}"' in facts for word in chosen)


def test_the_message_stands_alone_in_the_last_message() -> None:
    assert prompt("네")[-1] == Message("user", "<learner_message>\n네\n</learner_message>")
