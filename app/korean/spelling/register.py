"""How carefully a text is written: natives play with spelling and drop spaces among friends."""

import re
from enum import Enum, auto
from functools import lru_cache

from app.korean.edit import Degree

_PLAY = re.compile(r"[ㄱ-ㅎㅏ-ㅣ]{2,}|(?<![가-힣])[ㄱ-ㅎㅏ-ㅣ](?![가-힣])|[ㅋㅎㅠㅜ]|[!?^]{2,}|~")
_POLITE = re.compile(r"(?:요|니다|니까|시오)(?=$|[\s.,!?~…\"')])")
_PLAIN_WRITING = re.compile(r"(?<=[가-힣])다\.")


class Register(Enum):
    """What a native would mind: a slip in a careful text, hardly one in play (조아 ㅋㅋ)."""

    CAREFUL = auto()
    RELAXED = auto()
    PLAYFUL = auto()


@lru_cache(maxsize=256)
def register(text: str) -> Register:
    """Return PLAYFUL for play among friends, RELAXED for play or friends, else CAREFUL."""
    played = _PLAY.search(text) is not None
    if _POLITE.search(text) is not None or _PLAIN_WRITING.search(text) is not None:
        return Register.RELAXED if played else Register.CAREFUL
    return Register.PLAYFUL if played else Register.RELAXED


def is_casual(text: str) -> bool:
    """Whether the text is anything but careful: played with, or with no polite ending."""
    return register(text) is not Register.CAREFUL


def degree_in(text: str, degree: Degree, casual: Degree | None) -> Degree | None:
    """Return what a slip is worth that natives make too; None where nobody minds it."""
    how = register(text)
    if how is Register.CAREFUL:
        return degree
    if how is Register.PLAYFUL and casual is not Degree.WRONG:
        return None
    return casual
