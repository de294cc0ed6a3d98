"""Spaces inside a word: before a particle (저 는), an ending (먹 어요) or 이다 (학생 입니다)."""

import re
from itertools import pairwise

from app.korean.analysis.analyser import score
from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree
from app.korean.patch import Change, Reason, changed
from app.korean.spelling.copula import is_no_name
from app.korean.spelling.syllables import final_of

_PARTICLES = frozenset(
    {"은", "는", "을", "를", "에서", "에게", "한테", "으로", "까지", "부터", "의", "에", "처럼"}
)
_STEMS = frozenset({"VV", "VA", "VX", "XSV", "XSA"})
_COPULA = re.compile(r"(이에요|이예요|예요|에요|입니다|입니까)(?![가-힣])")


def spacing_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find spaces that split a word; a space that is missing is no error."""
    found: list[Change] = []
    for index, (before, one) in enumerate(pairwise(morphemes)):
        if one.start <= before.end or text[before.end : one.start] != " ":
            continue
        copula = _copula(text, morphemes, before, one)
        if copula is not None:
            found.append(copula)
            continue
        following = morphemes[index + 2] if index + 2 < len(morphemes) else None
        rule = _rule(text, before, one)
        if _is_with_somebody(before, one, following):
            rule = "space-before-particle"
        if rule is None or _is_crumb(morphemes, index):
            continue
        joined = text[: before.end] + text[one.start :]
        if rule == "space-before-ending" or score(joined) > score(text):
            found.append(Change(before.end, one.start, "", (Reason(rule, Degree.WRONG),)))
    return found


def _is_crumb(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether a stem glued to a noun is rather a particle (기억가 나 for 기억이 나)."""
    stem = morphemes[index]
    noun = morphemes[index - 1] if index else None
    glued = noun is not None and noun.part.startswith("N") and noun.end == stem.start
    return glued and stem.part in {"VV", "VA"} and len(stem.form) == 1


def _is_with_somebody(before: Morpheme, one: Morpheme, following: Morpheme | None) -> bool:
    """Whether 하고 joins a pronoun to the noun after it (저 하고 친구), and is no verb."""
    if before.tag != "NP" or (one.form, one.tag) != ("하고", "JKB") or following is None:
        return False
    return following.tag in {"NNG", "NNP", "NP"} and following.start > one.end


def _rule(text: str, before: Morpheme, one: Morpheme) -> str | None:
    noun = before.part.startswith("N") or before.tag == "XSN"
    if noun and one.part.startswith("J") and one.form in _PARTICLES:
        return "space-before-particle"
    if before.part in _STEMS and one.tag in {"EF", "EC", "EP"} and one.end > one.start:
        return "space-before-ending"
    return None


def _copula(
    text: str, morphemes: tuple[Morpheme, ...], before: Morpheme, one: Morpheme
) -> Change | None:
    """Find 이다 apart from its noun (학생 이에요, 사람이 예요), and write it as the noun asks."""
    match = _COPULA.match(text, one.start)
    if match is None or one.part not in {"VCP", "EF", "EC", "VV", "JKB", "NNG", "IC", "JX"}:
        return None
    noun, end = _noun_before(text, morphemes, before)
    form = match.group()
    if noun is None or (form.startswith("입") and noun.form in words_in("worn-thing")):
        return None
    if form.endswith("요"):
        form = "이에요" if final_of(text[:end]) else "예요"
    reason = Reason("space-before-copula", Degree.WRONG)
    change = Change(end, match.end(), form, (reason,))
    return change if one.part == "VCP" or score(changed(text, [change])) > score(text) else None


def _noun_before(
    text: str, morphemes: tuple[Morpheme, ...], before: Morpheme
) -> tuple[Morpheme | None, int]:
    """Return the noun that `before` is or, with 이 after it (사람이), follows; and its end.

    유민이 is a name with 이, so the syllable of a name stays.
    """
    if before.part.startswith("N") or before.tag == "XSN":
        return before, before.end
    index = morphemes.index(before)
    noun = morphemes[index - 1] if index else None
    if noun is not None and before.part == "VCP" and text[before.start : before.end] != "이":
        return (noun, noun.end) if noun.part.startswith("N") else (None, 0)
    if noun is None or (before.form, text[before.start : before.end]) != ("이", "이"):
        return None, 0
    if not (is_no_name(noun) or noun.tag == "XSN") or not final_of(text[: before.start]):
        return None, 0
    return noun, before.start
