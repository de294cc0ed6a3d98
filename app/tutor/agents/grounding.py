"""What the engine has to say against a model's correction (intelligence.md, Grounding)."""

import unicodedata
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from app.korean import (
    Degree,
    Edit,
    Judgement,
    Kind,
    Relation,
    Status,
    Style,
    apply_edits,
    detect,
    judge,
)
from app.tutor.agents.rejection import RejectedError

_MANNER: Final = frozenset({Kind.STYLE, Kind.HONORIFIC})
# Measured on letters (jamo): mended spelling, particles and endings stay above 0.6, another
# sentence below 0.45. What the engine rewrites as a whole (식사하셨어요 for 밥 먹었어) is compared
# with its own.
_LEAST_RESEMBLANCE: Final = 0.5


def with_degrees_of_engine(edits: tuple[Edit, ...], judgement: Judgement) -> tuple[Edit, ...]:
    """Return the edits, those that the engine made too with its degree, kind and rule.

    How much a departure from a style is worth to a listener is the table's to say, not a model's.
    """
    return tuple(_as_the_engine_says(edit, judgement) for edit in edits)


def _as_the_engine_says(edit: Edit, judgement: Judgement) -> Edit:
    met = [other for other in judgement.edits if _meet(edit, other)]
    same = [other for other in met if other.was == edit.was and other.becomes == edit.becomes]
    if not met or not (same or edit.kind in _MANNER):
        return edit
    worst = next((other for other in met if other.degree is Degree.WRONG), met[0])
    return replace(edit, degree=worst.degree, kind=worst.kind, rule=worst.rule)


def require_engine_agrees(
    text: str, edits: tuple[Edit, ...], judgement: Judgement, relation: Relation
) -> None:
    """Raise RejectedError if the engine can tell that the edits are not right for this listener.

    `text` is in NFC, `judgement` the engine's own of it. What the engine finds must be mended; what
    it knows to be right in style and honorifics must stay; the message must not become another.
    """
    corrected = apply_edits(text, edits)
    own = tuple(edit for edit in edits if not any(_meet(edit, one) for one in judgement.edits))
    _require_mended(corrected, judgement, relation)
    if judgement.status is not Status.UNCLEAR:
        _require_style_left(text, own)
    _require_resemblance(text, corrected, judgement)


def _require_mended(corrected: str, judgement: Judgement, relation: Relation) -> None:
    found = judge(corrected, relation).edits
    wrong = sorted({edit.rule for edit in found if edit.degree is Degree.WRONG})
    if wrong:
        raise RejectedError(
            "still_wrong",
            f"to this listener `corrected` still breaks the engine's rules {', '.join(wrong)}",
        )
    left_by_engine = {edit.rule for edit in judge(judgement.corrected, relation).edits}
    missing = sorted({edit.rule for edit in found} - left_by_engine)
    if missing:
        raise RejectedError(
            "suggestion_left_out",
            f"`corrected` leaves out what the engine suggests by its rules {', '.join(missing)}",
        )


def _require_style_left(text: str, own: tuple[Edit, ...]) -> None:
    """Let no edit that the engine did not make change a style that the engine is sure of."""
    for edit in own:
        unsure = edit.kind is Kind.HONORIFIC and edit.degree is Degree.SUGGESTION
        if edit.kind in _MANNER and not unsure:
            raise RejectedError(
                "style_of_its_own",
                f"the engine finds no mistake of {edit.kind} where an edit of yours has one",
            )
    before, after = _styles(text), _styles(apply_edits(text, own))
    if before and after - before:
        raise RejectedError(
            "style_changed", "an edit that is not about style changes the speech style"
        )


def _styles(text: str) -> set[Style]:
    return {one.style for one in detect(text).sentences} - {Style.NONE}


def _require_resemblance(text: str, corrected: str, judgement: Judgement) -> None:
    likeness = max(_likeness(corrected, text), _likeness(corrected, judgement.corrected))
    if likeness < _LEAST_RESEMBLANCE:
        raise RejectedError(
            "another_sentence", "`corrected` says something else than the message; keep its meaning"
        )


def _likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1, letter by letter: 먹어 and 먹었어 differ in one."""
    first = unicodedata.normalize("NFD", "".join(one.split()))
    second = unicodedata.normalize("NFD", "".join(other.split()))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _meet(one: Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end
