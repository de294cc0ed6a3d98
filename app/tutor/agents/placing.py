"""Finds where a draft's edits stand in the message, and what the message becomes by them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from app.korean import Degree, Edit
from app.tutor.agents.drafts import EditDraft
from app.tutor.agents.rejection import RejectedError

_TOKEN: Final = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Hunk:
    """What a diff finds changed: [start, end) of the message becomes `becomes`."""

    start: int
    end: int
    was: str
    becomes: str


def place(text: str, corrected: str, drafts: Sequence[EditDraft]) -> tuple[Edit, ...]:
    """Return the drafts as edits of `text` (NFC), in order, positions in code points.

    Edits that make `corrected` where they stand are taken as they are. Otherwise the difference
    between `text` and `corrected` tells what was changed, and every change needs a draft that
    explains it, every draft a change; differences in white space and punctuation alone are undone.
    Raises RejectedError.
    """
    for number, draft in enumerate(drafts, 1):
        if draft.was not in text:
            raise RejectedError(
                "edit_not_found",
                f"`was` of edit {number} does not stand in the message letter by letter",
            )
        if draft.was == draft.becomes:
            raise RejectedError("edit_without_change", f"edit {number} changes nothing")
    edits = _in_order(text, corrected, drafts)
    return edits if edits is not None else _by_difference(text, corrected, drafts)


def _in_order(text: str, corrected: str, drafts: Sequence[EditDraft]) -> tuple[Edit, ...] | None:
    """Put each draft at the first place at which `corrected` has what it becomes; None if not."""
    edits: list[Edit] = []
    read, written = 0, 0
    for draft in drafts:
        start = text.find(draft.was, read)
        while start != -1:
            before = text[read:start]
            if not corrected.startswith(before, written):
                return None
            if corrected.startswith(draft.becomes, written + len(before)):
                break
            start = text.find(draft.was, start + 1)
        else:
            return None
        edits.append(_edit(draft, start, draft.was, draft.becomes))
        written += start - read + len(draft.becomes)
        read = start + len(draft.was)
    return tuple(edits) if text[read:] == corrected[written:] else None


def _by_difference(text: str, corrected: str, drafts: Sequence[EditDraft]) -> tuple[Edit, ...]:
    used: set[int] = set()
    edits: list[Edit] = []
    for hunk in _hunks(text, corrected):
        explaining = [number for number, draft in enumerate(drafts) if _explains(draft, hunk)]
        if explaining:
            used.update(explaining)
            edits.append(_explained(hunk, [drafts[number] for number in explaining]))
        elif _letters(hunk.was) != _letters(hunk.becomes):
            raise RejectedError(
                "change_without_edit", "`corrected` changes the message where no edit says so"
            )
    unused = [number for number in range(len(drafts)) if number not in used]
    if unused:
        raise RejectedError(
            "edit_not_made",
            f"edit {unused[0] + 1} is not what `corrected` makes of the message there; edits stand "
            "in the order of their places and do not overlap",
        )
    return tuple(edits)


def _hunks(text: str, corrected: str) -> list[Hunk]:
    """Compare word by word, white space being a word too."""
    old, new = _TOKEN.findall(text), _TOKEN.findall(corrected)
    places = [0]
    for token in old:
        places.append(places[-1] + len(token))
    hunks: list[Hunk] = []
    for kind, first, last, new_first, new_last in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            was, becomes = "".join(old[first:last]), "".join(new[new_first:new_last])
            hunks.append(Hunk(places[first], places[last], was, becomes))
    return hunks


def _explains(draft: EditDraft, hunk: Hunk) -> bool:
    if _letters(hunk.was) == _letters(hunk.becomes) != "" and (
        _letters(draft.was) != _letters(draft.becomes)
    ):
        return False
    return _within(draft.was, hunk.was) and _within(draft.becomes, hunk.becomes)


def _within(one: str, other: str) -> bool:
    one, other = one.strip(), other.strip()
    return one in other or other in one


def _explained(hunk: Hunk, drafts: Sequence[EditDraft]) -> Edit:
    wrong = [draft for draft in drafts if draft.degree is Degree.WRONG]
    weightiest = (wrong or list(drafts))[0]
    return Edit(
        start=hunk.start,
        end=hunk.end,
        was=hunk.was,
        becomes=hunk.becomes,
        degree=weightiest.degree,
        kind=weightiest.kind,
        rule=weightiest.rule,
        why_ko=" ".join(dict.fromkeys(draft.why_ko for draft in drafts)),
        why_en=" ".join(dict.fromkeys(draft.why_en for draft in drafts)),
    )


def _edit(draft: EditDraft, start: int, was: str, becomes: str) -> Edit:
    return Edit(
        start=start,
        end=start + len(was),
        was=was,
        becomes=becomes,
        degree=draft.degree,
        kind=draft.kind,
        rule=draft.rule,
        why_ko=draft.why_ko,
        why_en=draft.why_en,
    )


def _letters(text: str) -> str:
    return "".join(one for one in text if unicodedata.category(one)[0] not in "PZC")
