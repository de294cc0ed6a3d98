"""Acts toward a superior: proposing, commanding, wishing them hard work."""

import re
from itertools import pairwise

from app.korean.analysis.word_classes import words_in
from app.korean.judging.message import EndingWish, Finding, Message
from app.korean.reading.sentences import Sentence
from app.korean.relation import Situation
from app.korean.restyling.counterparts import commands
from app.korean.restyling.predicate import CannotConjugateError, Predicate, predicate_of
from app.korean.style import Style

_KEEP_WORKING = re.compile(r"수고(?:들)?\s?하(?:세요|십시오)")
_AT_ONCE = frozenset({"빨리", "당장", "반드시", "까지"})
_SUBJECT_PARTICLES = frozenset({"이", "가", "께서", "은", "는", "ᆫ", "도"})


def act_findings(message: Message) -> list[Finding]:
    """Find acts that are not done toward the listener this way."""
    found: list[Finding] = []
    for index, sentence in enumerate(message.sentences):
        found += _proposal(index, sentence)
        if message.phrase_ending(sentence) is None:
            found += _command(message, index, sentence)
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


def _command(message: Message, index: int, sentence: Sentence) -> list[Finding]:
    """Find a bare command: an act of work that the boss is told to do (메일 확인하세요).

    -(으)세요 of any other verb may state (운동하세요), wish (대박 나세요) or invite (앉으세요).
    """
    ending = sentence.ending
    if ending is None or not ending.sense.style.polite or ending.sense.family != "command":
        return []
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return []
    if not commands(sentence, predicate) or _tells_of_someone(message, sentence):
        return []
    if not is_bidden(sentence, predicate) or {one.form for one in sentence.morphemes} & words_in(
        "wish"
    ):
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


def is_bidden(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether the verb is an act of work that one has done for oneself: 보내다, 사인하다."""
    form, part = predicate.stem
    before = [one for one in sentence.morphemes if one.end <= predicate.end]
    if part == "XSV":
        roots = [one.form for one in before if one.part in {"NNG", "XR"}]
        return bool(roots) and roots[-1] in words_in("bidden-act")
    if part.partition("-")[0] != "VV":
        return False
    if form == "보내":
        return not {one.form for one in before} & words_in("time", "span-of-time")
    if form == "오":
        hurried = any(one.form in _AT_ONCE for one in before)
        summoned = any(one.form in words_in("summoned-to") for one in before)
        return (hurried or summoned) and not any(one.tag == "EC" for one in before)
    return form in words_in("bidden-act")


def _tells_of_someone(message: Message, sentence: Sentence) -> bool:
    """Whether someone else is named, or marked as who does it, or a habit is told.

    사장님 보고서 쓰세요, 부장님도 쓰세요, 요즘 쓰세요.
    """
    root = message.relation.address.removesuffix("님")
    if any(
        one.form in words_in("title-root", "superior") and one.form.removesuffix("님") != root
        for one in sentence.morphemes
    ):
        return True
    return any(one.form in words_in("habit", "often") for one in sentence.morphemes) or any(
        particle.tag in {"JKS", "JX"}
        and particle.form in _SUBJECT_PARTICLES
        and noun.form in words_in("honoured-person", "other-person", "title", "title-root")
        for noun, particle in pairwise(sentence.morphemes)
    )
