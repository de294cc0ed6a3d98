"""Spaces inside a word: before a particle (저 는), an ending (먹 어요) or 이다 (학생 입니다)."""

from itertools import pairwise

from app.korean.analyser import score
from app.korean.edit import Degree
from app.korean.morpheme import Morpheme
from app.korean.patch import Change, Reason

_PARTICLES = frozenset(
    {"은", "는", "을", "를", "에서", "에게", "한테", "으로", "까지", "부터", "의", "에", "처럼"}
)
_STEMS = frozenset({"VV", "VA", "VX", "XSV", "XSA"})
_COPULAS = frozenset({"입니다", "이에요", "예요", "입니까", "이야", "이예요", "에요"})


def spacing_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find spaces that split a word; a space that is missing is no error."""
    found: list[Change] = []
    for before, one in pairwise(morphemes):
        if one.start <= before.end or text[before.end : one.start] != " ":
            continue
        rule = _rule(text, before, one)
        if rule is None:
            continue
        joined = text[: before.end] + text[one.start :]
        if rule == "space-before-ending" or score(joined) > score(text):
            found.append(Change(before.end, one.start, "", (Reason(rule, Degree.WRONG),)))
    return found


def _rule(text: str, before: Morpheme, one: Morpheme) -> str | None:
    noun = before.part.startswith("N") or before.tag == "XSN"
    if noun and one.part.startswith("J") and one.form in _PARTICLES:
        return "space-before-particle"
    if before.part in _STEMS and one.tag in {"EF", "EC", "EP"} and one.end > one.start:
        return "space-before-ending"
    if noun and one.tag == "VCP" and text[one.start :].startswith(tuple(_COPULAS)):
        return "space-before-copula"
    return None
