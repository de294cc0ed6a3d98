"""The short sentences that say how a message was: composed from the rules, in two languages."""

from collections.abc import Sequence
from enum import StrEnum

from app.korean.edit import Degree, Edit


class Status(StrEnum):
    """What a judgement comes to; `perfect` means that no mistake was found."""

    PERFECT = "perfect"
    SUGGESTED = "suggested"
    CORRECTED = "corrected"
    UNCLEAR = "unclear"


_OPENINGS = {
    Status.PERFECT: (
        "말투, 맞춤법, 조사에서 틀린 곳을 찾지 못했어요.",
        "No mistake found: speech level, spelling, particles.",
    ),
    Status.SUGGESTED: (
        "이대로도 괜찮지만 이렇게 하면 더 잘 어울려요.",
        "This works, but it could fit even better.",
    ),
    Status.CORRECTED: ("이렇게 고쳐 보세요.", "Better put like this."),
    Status.UNCLEAR: (
        "이 문장은 확실하게 판단하기 어려워요.",
        "This sentence could not be judged with certainty.",
    ),
}
_NOT_KOREAN = ("한국어로 써 보세요.", "Try writing it in Korean.")


def feedback(status: Status, edits: Sequence[Edit], *, korean: bool) -> tuple[str, str]:
    """Return the feedback in Korean and English: the outcome, then each rule once, worst first."""
    if not korean:
        return _NOT_KOREAN
    opening_ko, opening_en = _OPENINGS[status]
    worst_first = sorted(edits, key=lambda one: one.degree is not Degree.WRONG)
    why_ko = dict.fromkeys(one.why_ko for one in worst_first)
    why_en = dict.fromkeys(one.why_en for one in worst_first)
    return " ".join([opening_ko, *why_ko]), " ".join([opening_en, *why_en])
