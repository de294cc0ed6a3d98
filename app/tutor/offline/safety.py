"""When the play must stop: signs of self-harm, sexual content, asking for contact, insults."""

import re
import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from app.tutor.offline.said import Act

_FILE: Final = Path(__file__).parent / "lines" / "safety.toml"
_WITHOUT_SPACES: Final = "~"
_SPACES: Final = re.compile(r"\s+")

# The order is the order of weight: distress is never hidden by a rude word beside it.
_ACTS: Final = (Act.DISTRESS, Act.SEXUAL, Act.CONTACT, Act.ABUSE)


def concern(text: str) -> Act | None:
    """Return `DISTRESS`, `SEXUAL`, `CONTACT` or `ABUSE` if the text shows signs of it.

    A short word list, made for the time when no moderation model is there: it would rather show
    the help lines once too often than once too seldom, but lets hyperbole pass (배고파 죽겠다).
    """
    patterns = _patterns()
    joined = _SPACES.sub("", text)
    for pattern, _ in patterns["hyperbole"]:
        joined = pattern.sub("", joined)
    for act in _ACTS:
        for pattern, spaceless in patterns[act]:
            if pattern.search(joined if spaceless else text):
                return act
    return None


def help_lines() -> str:
    """Return the answer to signs of self-harm, out of role, in Korean and English.

    Korea: 109 (suicide prevention counselling), 1388 (youth), 119 (emergency).
    """
    return _both("answer")


def help_lines_again() -> str:
    """Return what is said to the message after one that showed signs of self-harm."""
    return _both("after")


@cache
def _data() -> MappingProxyType[str, Any]:
    return MappingProxyType(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@cache
def _patterns() -> MappingProxyType[str, tuple[tuple[re.Pattern[str], bool], ...]]:
    """Each list of the data, compiled; the flag says that the pattern reads text without spaces."""
    return MappingProxyType(
        {
            name: tuple(
                (
                    re.compile(pattern.removeprefix(_WITHOUT_SPACES), re.IGNORECASE),
                    pattern.startswith(_WITHOUT_SPACES),
                )
                for pattern in listed
            )
            for name, listed in _data()["signs"].items()
        }
    )


def _both(name: str) -> str:
    said = _data()[name]
    return f"{said['ko']}\n\n{said['en']}"
