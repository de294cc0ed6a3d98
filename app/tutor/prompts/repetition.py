"""Tells whether a text repeats an agent's instructions, which nobody but the model should read."""

import re
from functools import cache
from typing import Final

from app.tutor.prompts.delimiters import MESSAGE_TAG
from app.tutor.prompts.texts import prompt_text

# Seven words in a row do not meet by chance.
_RUN: Final = 7
_WORD: Final = re.compile(r"[a-z가-힣']+")
_OWN_TAGS: Final = re.compile(rf"{MESSAGE_TAG}|</?(?:engine|before)\b", re.IGNORECASE)


def repeats_instructions(agent: str, text: str, given: str = "") -> bool:
    """Whether the text has one of the prompt's tags in it or seven words in a row of its rules.

    What the learner wrote (`given`) may be repeated, and only that. The prompt's examples do not
    count: an answer may well be like them.
    """
    known = given.lower()
    tags = (match.group().lower() for match in _OWN_TAGS.finditer(text))
    repeated = _runs(text) & _instructed(agent)
    return any(tag not in known for tag in tags) or not repeated <= _runs(given)


@cache
def _instructed(agent: str) -> frozenset[tuple[str, ...]]:
    paragraphs = prompt_text(agent).split("\n\n")
    return frozenset().union(
        *(
            _runs(line)
            for paragraph in paragraphs
            if not paragraph.startswith("EXAMPLE")
            for line in paragraph.splitlines()
        )
    )


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return frozenset(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
