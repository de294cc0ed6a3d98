"""What a model may say to a learner: plain text in the right language, nothing of its rules."""

import re
from typing import Final

from app.tutor.agents.rejection import RejectedError
from app.tutor.prompts import repeats_instructions

_MARKUP: Final = re.compile(r"</?[A-Za-z!][^>]*>|&#?\w+;|```|\]\(|\*\*|^#{1,6} ", re.MULTILINE)
_ADDRESS: Final = re.compile(r"https?:|www\.|javascript:|data:\w+/|\S@\S+\.\w", re.IGNORECASE)
_UNPRINTED: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_HANGUL: Final = re.compile(r"[가-힣]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]{2,}")


def require_plain(agent: str, field: str, text: str, given: str = "") -> None:
    """Raise RejectedError if the text has markup, addresses or control characters in it, or rules.

    `given` is what the learner wrote: what stands there already (an address, an emoticon) may stand
    in the answer too.
    """
    for fault, pattern, what in (
        ("markup", _MARKUP, "markup"),
        ("address", _ADDRESS, "an address"),
        ("unprinted", _UNPRINTED, "characters that cannot be printed"),
    ):
        if any(match.group() not in given for match in pattern.finditer(text)):
            raise RejectedError(fault, f"`{field}` has {what} in it; write plain text")
    if repeats_instructions(agent, text, given):
        raise RejectedError("instructions", f"`{field}` repeats your instructions")


def require_korean(field: str, text: str) -> None:
    """Raise RejectedError if there is no Hangul in the text."""
    if _HANGUL.search(text) is None:
        raise RejectedError("language", f"`{field}` is not in Korean")


def require_english(field: str, text: str) -> None:
    """Raise RejectedError if the text has no English words, or less of them than of Hangul.

    An explanation quotes Korean, but does not consist of it.
    """
    letters = sum(len(word) for word in _LATIN_WORD.findall(text))
    if letters == 0 or letters < len(_HANGUL.findall(text)):
        raise RejectedError("language", f"`{field}` is not in English")
