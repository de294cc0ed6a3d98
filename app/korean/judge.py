"""Judges a message: whether it is right, and how one speaks to this listener."""

import re
from dataclasses import dataclass

from app.korean.analysis.analyser import normalise
from app.korean.check import spelling_changes
from app.korean.edit import Degree, Edit
from app.korean.judging.acts import act_findings
from app.korean.judging.address import address_findings
from app.korean.judging.belongings import belonging_findings, plain_noun_findings
from app.korean.judging.chat_spelling import without_chat_spellings
from app.korean.judging.corrections import corrections
from app.korean.judging.done_upward import upward_findings
from app.korean.judging.feedback import Status, feedback
from app.korean.judging.honorifics import honorific_findings
from app.korean.judging.honouring_verbs import honouring_verb_findings
from app.korean.judging.level import level_findings
from app.korean.judging.message import Finding, Message, message, trails_off
from app.korean.judging.objects import object_findings
from app.korean.judging.oneself import oneself_findings
from app.korean.judging.phrases import phrase_findings
from app.korean.patch import Change, as_edits, changed, composed
from app.korean.reading.quotation import is_quoted, quoted_spans
from app.korean.relation import Relation

# How often a correction is corrected: what is then still wrong is left unclear.
_ROUNDS = 3
_KOREAN = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found about a message.

    `corrected` is the whole text with every edit made (the text itself where there is none);
    `edits` count in code points of the NFC text.
    """

    status: Status
    corrected: str
    edits: tuple[Edit, ...]
    feedback_ko: str
    feedback_en: str


def judge(text: str, relation: Relation) -> Judgement:
    """Judge `text` as said to the listener of `relation`.

    Spelling first, then how it is said, on the mended text. What the engine would correct is judged
    again: a correction that is itself wrong, or that cannot be made, gives `unclear` and no edit.
    Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    if _KOREAN.search(text) is None:
        return _judgement(Status.UNCLEAR, text, (), korean=False)
    spelling = without_chat_spellings(text, spelling_changes(text), relation)
    spelled = message(changed(text, spelling), relation)
    manner = corrections(spelled, findings(spelled))
    once = composed(text, spelling, manner.changes)
    whole = _mended_again(text, once, relation) if once else once
    if manner.incomplete or whole is None:
        return _judgement(Status.UNCLEAR, text, ())
    edits = as_edits(text, whole)
    corrected = changed(text, whole)
    if any(one.degree is Degree.WRONG for one in edits):
        return _judgement(Status.CORRECTED, corrected, edits)
    if edits:
        return _judgement(Status.SUGGESTED, corrected, edits)
    status = Status.UNCLEAR if _breaks_off(spelled) else Status.PERFECT
    return _judgement(status, text, ())


def findings(one: Message) -> list[Finding]:
    """Return what every family of rules finds in a message, whatever it is worth."""
    level = level_findings(one)
    quoted = quoted_spans(one.text)
    found = [
        *level,
        *phrase_findings(one),
        *address_findings(one, level),
        *honorific_findings(one),
        *honouring_verb_findings(one),
        *oneself_findings(one),
        *act_findings(one),
        *object_findings(one),
        *upward_findings(one),
        *belonging_findings(one),
        *plain_noun_findings(one, level),
    ]
    return [each for each in found if not is_quoted(quoted, each.start, each.end)]


def _mended_again(
    text: str, changes: tuple[Change, ...], relation: Relation
) -> tuple[Change, ...] | None:
    """Return the changes, with those that mend what is wrong in their outcome; None if it stays.

    When 너 has gone from 너 뭐 해요?, only then 뭐 해요? shows that -(으)시- is missing.
    """
    for _ in range(_ROUNDS):
        outcome = changed(text, changes)
        spelling = [
            one
            for one in without_chat_spellings(outcome, spelling_changes(outcome), relation)
            if any(why.degree is Degree.WRONG for why in one.reasons)
        ]
        if spelling:
            changes = composed(text, changes, spelling)
            continue
        again = message(outcome, relation)
        wrong = [one for one in findings(again) if one.worth(relation) is Degree.WRONG]
        if not wrong:
            return changes
        manner = corrections(again, wrong)
        if manner.incomplete or not manner.changes:
            return None
        changes = composed(text, changes, manner.changes)
    return None


def _breaks_off(one: Message) -> bool:
    """Whether a message to someone polite stops before the ending that would show its style."""
    if not one.relation.target.polite or not one.sentences:
        return False
    if quoted_spans(one.text):
        return False
    last = one.sentences[-1]
    return trails_off(last) and all(
        each.ending is None or trails_off(each) for each in one.sentences
    )


def _judgement(
    status: Status, corrected: str, edits: tuple[Edit, ...], *, korean: bool = True
) -> Judgement:
    said_ko, said_en = feedback(status, edits, korean=korean)
    return Judgement(status, corrected, edits, said_ko, said_en)
