"""What the Conversation agent's model is told: who it is, what was said, what is said now."""

from collections.abc import Sequence
from typing import Final, Literal

from app.llm import Message
from app.tutor.address import address_of
from app.tutor.answers import Exchange
from app.tutor.prompts.character import character
from app.tutor.prompts.delimiters import MESSAGE_TAG, delimited, neutral
from app.tutor.prompts.levels import reply_level
from app.tutor.prompts.texts import prompt_text

_OPENED: Final = "(The learner has opened the chat.)"


def conversation_messages(
    *,
    persona: str,
    closeness: int,
    level: str,
    learner_name: str,
    exchanges: Sequence[Exchange],
    said: Sequence[str],
) -> list[Message]:
    """Return the prompt of a reply to the messages `said`, after `exchanges`.

    What never changes comes first, then what changes with the room, then the chat: providers cache
    prompts by their beginning. User and assistant take turns, as chat templates of open models
    demand: lines of one side that follow each other share a message. All that the learner chose or
    wrote, the name too, stands in user messages between delimiters.
    """
    system = "\n\n".join(
        (
            prompt_text("reply"),
            f"CHARACTER\n{character(persona, closeness)}",
            f"LEVEL\n{reply_level(level)}",
        )
    )
    chat = _Chat()
    called = address_of(persona, closeness, learner_name).call
    for exchange in exchanges:
        if exchange.learner:
            chat.add("user", _from_learner(exchange.learner, learner_name, called))
        if exchange.persona:
            chat.add("assistant", neutral(exchange.persona))
    for text in said:
        chat.add("user", _from_learner(text, learner_name, called))
    return [Message("system", system), *chat.messages()]


def _from_learner(text: str, name: str, called: str) -> str:
    return delimited(MESSAGE_TAG, text, name=name, called=called)


class _Chat:
    """Messages in turns, the learner's side first."""

    def __init__(self) -> None:
        self._lines: list[tuple[Literal["user", "assistant"], list[str]]] = []

    def add(self, role: Literal["user", "assistant"], text: str) -> None:
        if not self._lines and role == "assistant":
            self._lines.append(("user", [_OPENED]))
        if self._lines and self._lines[-1][0] == role:
            self._lines[-1][1].append(text)
        else:
            self._lines.append((role, [text]))

    def messages(self) -> list[Message]:
        return [Message(role, "\n".join(texts)) for role, texts in self._lines]
