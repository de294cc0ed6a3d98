"""An edit: one place of a text, what it becomes, how sure the engine is, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Degree(StrEnum):
    """How much is wrong: a native would not mind a `suggestion`."""

    WRONG = "wrong"
    SUGGESTION = "suggestion"


class Kind(StrEnum):
    """What an edit is about."""

    STYLE = "style"
    HONORIFIC = "honorific"
    SPELLING = "spelling"
    SPACING = "spacing"
    GRAMMAR = "grammar"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `was` at [start, end) (code points of the NFC text) by `becomes`."""

    start: int
    end: int
    was: str
    becomes: str
    degree: Degree
    kind: Kind
    rule: str
    why_ko: str
    why_en: str


class OverlappingEditsError(ValueError):
    """Two edits claim the same place, so there is no one corrected text."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` (NFC) with every edit made.

    Raises OverlappingEditsError when two edits overlap, ValueError when an edit's `was` is not what
    stands in the text at its place.
    """
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if edit.start < position:
            raise OverlappingEditsError(f"{edit.rule} at {edit.start} overlaps the edit before it")
        if text[edit.start : edit.end] != edit.was:
            raise ValueError(f"{edit.rule}: {edit.was!r} does not stand at {edit.start}")
        parts += [text[position : edit.start], edit.becomes]
        position = edit.end
    parts.append(text[position:])
    return "".join(parts)
