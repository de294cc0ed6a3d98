"""Asking once more: the answer that was not accepted, and in a message of its own the reason."""

from collections.abc import Sequence

from app.llm import Message
from app.tutor.prompts.delimiters import neutral


def second_try(messages: Sequence[Message], answered: str, reason: str) -> list[Message]:
    """Return the messages that ask again; `answered` is empty where nothing could be read.

    The reason is ours and quotes nothing that the learner wrote.
    """
    return [
        *messages,
        Message("assistant", neutral(answered) or "{}"),
        Message(
            "user",
            f"That answer cannot be used: {reason}. "
            "Answer once more, with the whole JSON object, and change only what is needed.",
        ),
    ]
