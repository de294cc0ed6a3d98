"""Who the persona is, told to the model that plays it and to the one that judges its listener."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from app.korean import Style
from app.tutor.closeness import closeness_of
from app.tutor.personas import persona_of

_VOICES: Final = Path(__file__).parent / "data" / "voices.toml"
# 처음 뵙는 동료: both polite styles mixed (product.md, Personas and closeness).
_MIXES_POLITE_STYLES: Final = Style.HAPSYO


def character(persona: str, closeness: int) -> str:
    """Return the persona as its player needs it: who, how close, how it speaks.

    Raises KeyError for an unknown persona or closeness.
    """
    who = persona_of(persona)
    close = closeness_of(persona, closeness)
    voice = _voices()[persona]
    honouring = ", honouring the learner with -(으)시-" if close.tutor_honorific else ""
    lines = [
        f"You are {who.name}, {who.age} years old.",
        f"The learner was told about you: {who.rank_en}. {who.description_en}",
        f"How close you are: {close.label_en} ({close.label_ko}).",
        voice["always"],
        voice[str(closeness)],
        f"Your speech style toward the learner: {_style(close.tutor_style)}{honouring}.",
        "Call the learner as the tag of their messages says under `called`, and rarely. Never "
        "infer whether the learner is a woman or a man.",
    ]
    return "\n".join(lines)


def listener(persona: str, closeness: int) -> str:
    """Return the persona as the listener of what the learner writes.

    Raises KeyError for an unknown persona or closeness.
    """
    who = persona_of(persona)
    close = closeness_of(persona, closeness)
    return "\n".join(
        (
            f"The learner was told who it is: {who.rank_en}. {who.description_en}",
            f"How close they are: {close.label_en}.",
            f"The style to speak: {close.target.name_ko}, {close.target.name_en}. {close.speak_en}",
            f"The learner calls the listener {who.addresses[closeness - 1]}.",
        )
    )


def _style(style: Style) -> str:
    if style is _MIXES_POLITE_STYLES:
        return f"{style.name_ko} and {Style.HAEYO.name_ko} mixed"
    return f"{style.name_ko}, {style.name_en}"


@cache
def _voices() -> dict[str, dict[str, str]]:
    voices: dict[str, dict[str, str]] = tomllib.loads(_VOICES.read_text(encoding="utf-8"))
    return voices
