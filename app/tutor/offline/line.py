"""A line of the script: one sentence in up to four registers, with slots to fill."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.tutor.particles import fitted, has_known_sound

_SLOT: Final = re.compile(r"\{(?P<name>[a-z]+)(?:\+(?P<particle>[가-힣]+/[가-힣]+))?\}")
_SLOT_NAMES: Final = frozenset({"noun", "address", "you", "persona", "meaning"})
_CLOSING: Final = ".!?~…"


class Register(StrEnum):
    """How a persona speaks: 해체, 해요체, 해요체 with -시-, 합쇼체 mixed with it."""

    PLAIN = "plain"
    POLITE = "polite"
    HONORIFIC = "honorific"
    FORMAL = "formal"


class ScriptError(ValueError):
    """A line of the script is not well formed."""


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence with slots: `{noun+을/를} 좋아해요?`.

    `spoken` finds the sentence in what was said before, whatever its slots were filled with.
    """

    text: str
    slots: frozenset[str]
    spoken: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> "Template":
        """Read a template.

        Raises:
            ScriptError: it names a slot that nobody fills.

        """
        slots = frozenset(match["name"] for match in _SLOT.finditer(text))
        if slots - _SLOT_NAMES or "{" in _SLOT.sub("", text):
            raise ScriptError(text)
        return cls(text, slots, re.compile(_as_pattern(text)))

    def fits(self, slots: Mapping[str, str]) -> bool:
        """Whether every slot has a word, and every particle a sound to go by."""
        return all(
            slots.get(match["name"])
            and (match["particle"] is None or has_known_sound(slots[match["name"]]))
            for match in _SLOT.finditer(self.text)
        )

    def fill(self, slots: Mapping[str, str]) -> str:
        """Return the sentence with its slots filled and its particles fitted."""

        def word(match: re.Match[str]) -> str:
            filled = slots[match["name"]]
            return filled if match["particle"] is None else fitted(filled, match["particle"])

        return _SLOT.sub(word, self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """The same sentence in each register it exists in.

    `only` and `never` name personas; an empty `only` means everybody. `level` is 2 for a line that
    a beginner is not shown.
    """

    templates: Mapping[Register, Template]
    only: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    level: int = 1

    @classmethod
    def of(cls, row: object) -> "Line":
        """Read a row of the data.

        A list holds the sentence in plain, polite, honorific, formal, a table names the registers.
        Where honorific is missing it is said as in polite, where formal is missing as in honorific;
        plain and polite stand only for themselves.

        Raises:
            ScriptError: the row has no sentence or an unknown key.

        """
        if isinstance(row, list):
            row = dict(zip(Register, row, strict=False))
        if not isinstance(row, dict) or not row or set(row) - {*Register, "only", "never", "level"}:
            raise ScriptError(str(row))
        texts = {register: row[register] for register in Register if register in row}
        for register, nearest in (
            (Register.HONORIFIC, Register.POLITE),
            (Register.FORMAL, Register.HONORIFIC),
        ):
            if register not in texts and nearest in texts:
                texts[register] = texts[nearest]
        if not texts:
            raise ScriptError(str(row))
        return cls(
            {register: Template.of(text) for register, text in texts.items()},
            frozenset(row.get("only", ())),
            frozenset(row.get("never", ())),
            row.get("level", 1),
        )

    def template(self, persona: str, register: Register, level: int) -> Template | None:
        """Return the sentence in the register, if this persona says it to this level."""
        if (self.only and persona not in self.only) or persona in self.never or level < self.level:
            return None
        return self.templates.get(register)


def _as_pattern(text: str) -> str:
    """Turn it into a pattern: slots match anything, the closing mark may be another one."""
    pieces = [
        # To a beginner a stop within the sentence is written as a comma.
        re.sub(r"(?:!|\?|\\[.?])(?=\\ )", "[.!?,]", re.escape(piece))
        for piece in _SLOT.sub("\0", text.rstrip(_CLOSING)).split("\0")
    ]
    return r"(?:^|(?<=\s))" + r"\S.{0,30}?".join(pieces) + r"(?=$|[.!?~…]| [ㅋㅎ])"
