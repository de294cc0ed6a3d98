"""Checks a model's feedback: edits apply, parts agree, the engine has nothing against it."""

from dataclasses import dataclass

from app.korean import Degree, Edit, Judgement, Relation, apply_edits
from app.tutor.agents.drafts import FeedbackDraft
from app.tutor.agents.grounding import require_engine_agrees, with_degrees_of_engine
from app.tutor.agents.placing import place
from app.tutor.agents.plain_text import require_english, require_korean, require_plain
from app.tutor.agents.rejection import RejectedError


@dataclass(frozen=True, slots=True)
class CheckedFeedback:
    """Feedback that may be shown. Edits count in code points of the NFC text."""

    status: str
    corrected: str
    edits: tuple[Edit, ...]
    feedback_ko: str
    feedback_en: str


def check_feedback(
    draft: FeedbackDraft, text: str, judgement: Judgement, relation: Relation
) -> CheckedFeedback:
    """Return the draft as feedback on `text` (NFC), which the engine judged so.

    Draft and text are in NFC.
    Raises RejectedError with what is to be told to the model.
    """
    _require_words_in_order(draft, text)
    edits = place(text, draft.corrected, draft.edits)
    if draft.status != _status(edits) and not (draft.status == "unclear" and not edits):
        raise RejectedError(
            "status", f"`status` is {draft.status}, but the edits make it {_status(edits)}"
        )
    edits = with_degrees_of_engine(edits, judgement)
    require_engine_agrees(text, edits, judgement, relation)
    corrected = apply_edits(text, edits)
    status = "unclear" if draft.status == "unclear" else _status(edits)
    if status == judgement.status and not edits:
        # The engine says what was checked; a model tends to praise.
        return CheckedFeedback(
            status, corrected, edits, judgement.feedback_ko, judgement.feedback_en
        )
    return CheckedFeedback(status, corrected, edits, draft.feedback_ko, draft.feedback_en)


def _status(edits: tuple[Edit, ...]) -> str:
    if not edits:
        return "perfect"
    return "corrected" if any(edit.degree is Degree.WRONG for edit in edits) else "suggested"


def _require_words_in_order(draft: FeedbackDraft, text: str) -> None:
    require_plain("feedback", "corrected", draft.corrected, given=text)
    shown = [("feedback_ko", draft.feedback_ko), ("feedback_en", draft.feedback_en)]
    for number, edit in enumerate(draft.edits, 1):
        shown += [
            (f"why_ko of edit {number}", edit.why_ko),
            (f"why_en of edit {number}", edit.why_en),
        ]
        require_plain("feedback", f"becomes of edit {number}", edit.becomes, given=text)
        require_plain("feedback", f"rule of edit {number}", edit.rule)
    for field, value in shown:
        require_plain("feedback", field, value, given=text)
        if "_ko" in field:
            require_korean(field, value)
        else:
            require_english(field, value)
