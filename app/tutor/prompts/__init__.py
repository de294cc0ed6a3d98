"""What the models are told: versioned texts, and the messages made of them for each agent."""

from app.tutor.prompts.conversation import conversation_messages
from app.tutor.prompts.delimiters import MESSAGE_TAG, delimited, neutral
from app.tutor.prompts.feedback import feedback_messages
from app.tutor.prompts.repetition import repeats_instructions
from app.tutor.prompts.second_try import second_try
from app.tutor.prompts.texts import PROMPT_VERSION, prompt_text
from app.tutor.prompts.words import words_messages

__all__ = [
    "MESSAGE_TAG",
    "PROMPT_VERSION",
    "conversation_messages",
    "delimited",
    "feedback_messages",
    "neutral",
    "prompt_text",
    "repeats_instructions",
    "second_try",
    "words_messages",
]
