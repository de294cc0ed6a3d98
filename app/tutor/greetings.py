"""How a persona opens a new room, and what it says when the closeness moves."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, Final

from app.tutor.address import address_of
from app.tutor.closeness import closeness_of

_FILE: Final = Path(__file__).with_suffix(".toml")
_ADDRESS: Final = "{address}"
_STRANGER: Final = "stranger"


@dataclass(frozen=True, slots=True)
class Greeting:
    """One or two sentences of the persona's, and one line on how to speak to it."""

    text: str
    guidance_en: str
    guidance_ko: str


def greeting(persona: str, closeness: int, learner_name: str, random: Random) -> Greeting:
    """Return how the persona greets a learner at a closeness of 1 to 3.

    `learner_name` is what the learner asked to be called; where it is empty, a line that needs no
    name is chosen. Fit for every level: at most two sentences of about eight words.

    Raises:
        KeyError: no such persona or closeness.

    """
    table = closeness_of(persona, closeness)
    call = address_of(persona, closeness, learner_name).call
    text = _chosen(_data()[persona][str(closeness)]["lines"], call, random)
    return Greeting(text, table.speak_en, table.speak_ko)


def closeness_ritual(
    persona: str, before: int, after: int, learner_name: str, random: Random
) -> str:
    """Return what the persona says when the closeness moves: `말 놓을까요?` and the like.

    For the stranger, whose scene changes and not the closeness, the new scene opens.

    Raises:
        KeyError: no such persona.
        ValueError: the closeness does not move, or is not from 1 to 3.

    """
    if before == after or not {before, after} <= {1, 2, 3}:
        raise ValueError(f"closeness moves from {before} to {after}")
    call = address_of(persona, after, learner_name).call
    return _chosen(_data()["ritual"][persona][_move(persona, before, after)], call, random)


def _move(persona: str, before: int, after: int) -> str:
    if persona == _STRANGER:
        return f"scene_{after}"
    return f"up_{after}" if after > before else "down"


def _chosen(lines: Sequence[str], call: str, random: Random) -> str:
    fitting = [line for line in lines if call or _ADDRESS not in line]
    return random.choice(fitting).replace(_ADDRESS, call)  # nosec B311 - keeps no secret


@cache
def _data() -> MappingProxyType[str, Any]:
    return MappingProxyType(tomllib.loads(_FILE.read_text(encoding="utf-8")))
