"""Acts toward a superior: proposing, commanding, wishing them hard work."""

import re

from app.korean.counterparts import commands
from app.korean.judging.message import EndingWish, Finding, Message
from app.korean.predicate import CannotConjugateError, predicate_of
from app.korean.relation import Situation
from app.korean.sentences import Sentence
from app.korean.style import Style
from app.korean.word_classes import words_in

_KEEP_WORKING = re.compile(r"수고(?:들)?\s?하(?:세요|십시오)")
# 주세요 asks; 저한테 드리세요 and 수고하세요 have rules of their own.
_NO_COMMANDS = frozenset({"주", "드리", "수고"})


def act_findings(message: Message) -> list[Finding]:
    """Find acts that are not done toward the listener this way."""
    found: list[Finding] = []
    for index, sentence in enumerate(message.sentences):
        found += _proposal(index, sentence)
        if message.phrase_ending(sentence) is None:
            found += _command(index, sentence)
    found += [
        Finding(Situation.KEEP_WORKING, "keep-working", *match.span(), "수고하셨습니다")
        for match in _KEEP_WORKING.finditer(message.text)
    ]
    return found


def _proposal(index: int, sentence: Sentence) -> list[Finding]:
    ending = sentence.ending
    if (
        ending is None
        or ending.sense.family != "proposal"
        or ending.sense.style is not Style.HAPSYO
    ):
        return []
    return [
        Finding(
            Situation.PROPOSAL_UPWARD,
            "proposal-upward",
            sentence.start,
            sentence.end,
            wish=EndingWish(index, style=Style.HAEYO, honorific=True),
        )
    ]


def _command(index: int, sentence: Sentence) -> list[Finding]:
    """Find a bare command: no wish, no request with 주다, no invitation to eat or sit."""
    ending = sentence.ending
    if ending is None or not ending.sense.style.polite or ending.sense.family != "command":
        return []
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return []
    if not commands(sentence, predicate) or predicate.stem[1] not in {"VV", "XSV"}:
        return []
    said = {one.form for one in sentence.morphemes}
    if said & words_in("wish") or said & _NO_COMMANDS:
        return []
    if predicate.stem[0] == "보내" and said & words_in("time", "span-of-time"):
        return []
    return [
        Finding(
            Situation.BARE_COMMAND,
            "bare-command",
            sentence.start,
            sentence.end,
            wish=EndingWish(index, as_request=True),
        )
    ]
