"""What the learner's level asks of a reply, as the model is told it."""

from typing import Final

_REPLY: Final = {
    "beginner": (
        "The learner is a beginner. At most two sentences of about eight words each, in basic "
        "everyday words and simple endings. At most one question. No slang or short forms without "
        "their meaning in a few English words in brackets right after."
    ),
    "intermediate": (
        "The learner is at intermediate level. At most three sentences, in everyday Korean. Idioms "
        "and slang are fine where the context explains them."
    ),
    "advanced": (
        "The learner is advanced. Speak as to a native, at most four sentences, with the idioms "
        "that fit."
    ),
}


def reply_level(level: str) -> str:
    """Return the rules for `beginner`, `intermediate` or `advanced`; KeyError for any other."""
    return _REPLY[level]
