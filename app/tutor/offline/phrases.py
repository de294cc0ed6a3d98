"""Set phrases: what a sentence does before any grammar is looked at (안녕, 고마워, 네, ㅋㅋ)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from app.tutor.offline.said import Act

_FILE: Final = Path(__file__).parent / "lines" / "phrases.toml"
_BOUNDARY: Final = r"(?=$|[\s,.!?~…ㅋㅎㅠㅜ^])"
_TRAIL: Final = re.compile(r"^[\s,.!~…^♥♡]+")
# Someone called by name or rank before or after a phrase: 부장님, 지우야, 수진 씨.
_CALLED: Final = re.compile(
    r"^(?:[가-힣]{1,4}(?:아|야|님|씨)|[가-힣]{2,4} (?:씨|님|선배|부장님|선배님)"
    r"|선배|언니|오빠|누나|형|자기|사장님|선생님)(?=$|[\s,.!~])"
)
# Alone 네? and 어? mean that the sentence before was not understood.
_WHAT: Final = re.compile(r"^(?:네|예|어|응|엥|에)\?+$")
_MORE_THAN_NOISE: Final = re.compile(r"[가-힣A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A set phrase at the start of a sentence, and what is left of the sentence after it."""

    act: Act
    rest: str


def set_phrase(sentence: str) -> Phrase | None:
    """Return the set phrase the sentence starts with, if any; the longest one wins.

    A name or rank called before it is skipped (`부장님, 안녕하세요`), and one called after it is
    not left over. `rest` is empty when nothing but the phrase was said.
    """
    text = sentence.strip()
    if _WHAT.match(text):
        return Phrase(Act.NOT_UNDERSTOOD, "")
    called = _CALLED.match(text)
    starts = [text] if called is None else [text, _TRAIL.sub("", text[called.end() :])]
    found: tuple[int, Act, str] | None = None
    for start in starts:
        for act, patterns in _patterns().items():
            for pattern in patterns:
                match = pattern.match(start)
                if match is not None and (found is None or match.end() > found[0]):
                    found = match.end(), act, start[match.end() :]
    if found is None:
        return None
    return Phrase(found[1], _without_call(found[2]))


def is_about_being_an_ai(text: str) -> bool:
    """Whether the learner asks if they are talking to a machine or a human being."""
    return any(pattern.search(text) for pattern in _ai_patterns())


def _without_call(rest: str) -> str:
    left = _TRAIL.sub("", rest)
    called = _CALLED.match(left)
    if called is not None:
        left = _TRAIL.sub("", left[called.end() :])
    return left if _MORE_THAN_NOISE.search(left) else ""


@cache
def _data() -> MappingProxyType[str, list[str]]:
    return MappingProxyType(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@cache
def _patterns() -> MappingProxyType[Act, tuple[re.Pattern[str], ...]]:
    return MappingProxyType(
        {
            Act(name): tuple(re.compile(f"(?:{pattern}){_BOUNDARY}") for pattern in listed)
            for name, listed in _data().items()
            if name != Act.AI_QUESTION
        }
    )


@cache
def _ai_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _data()[Act.AI_QUESTION])
