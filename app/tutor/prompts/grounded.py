"""The order of a prompt that asks about one message: rules, the engine's facts, the message."""

from typing import Final

from app.llm import Message
from app.tutor.prompts.delimiters import MESSAGE_TAG, delimited

# Chat templates of open models demand that user and assistant take turns, and the message is to
# stand alone in its own: so the assistant says a word between the facts and the message.
_ACKNOWLEDGED: Final = "Read. Now the message."


def grounded_messages(system: str, facts: str, text: str) -> list[Message]:
    """Return the messages; `facts` are delimited already, `text` is what the learner wrote."""
    return [
        Message("system", system),
        Message("user", facts),
        Message("assistant", _ACKNOWLEDGED),
        Message("user", delimited(MESSAGE_TAG, text)),
    ]
