"""Adjectives in ㅎ that lose it without their vowel changing: 파라요, 빨가서, 노랐어요, 어떠요."""

import re
from functools import cache
from typing import Final

from app.korean.analysis.analyser import score
from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree
from app.korean.patch import Change, Reason, changed
from app.korean.spelling.register import is_casual
from app.korean.spelling.syllables import apart, together, with_final

_ENDINGS: Final = r"(?:[아어]?(?:요|서|도(?= [되돼])))(?![가-힣])"
_PAST: Final = r"(?=어|습|는데|지만|네|던)"
_MARGIN: Final = 2.0
_IN_EO: Final = {"ㅏ": "ㅐ", "ㅑ": "ㅒ", "ㅓ": "ㅔ", "ㅕ": "ㅖ"}
# What the same letters are by ear; 노랐어요 may be 놀랐어요 too, so it is never that.
_ALSO: Final = {"노라요": "놀아요", "노라서": "놀아서", "노랐": "놀았"}
_SURE: Final = frozenset({"노라요", "노라서"})


def lost_h_errors(text: str, _: tuple[Morpheme, ...] = ()) -> list[Change]:
    """Find the form in -아/어 of an adjective such as 파랗다 without its ㅐ (파래요)."""
    found: list[Change] = []
    for match in _pattern().finditer(text):
        written = match.group()
        past = match.group("stem") is None
        stem = _past_stems()[written] if past else _stems()[match.group("stem")]
        becomes = _in_eo(stem, "ㅆ") if past else _in_eo(stem, "") + written[-1]
        change = _by_sense(text, Change(*match.span(), becomes, _reasons("irregular-h")))
        if change is not None:
            found.append(change)
    return found


def _in_eo(stem: str, final: str) -> str:
    """Return 파래 for 파랗, 퍼레 for 퍼렇; with ㅆ the past."""
    initial, vowel, _ = apart(stem[-1])
    return stem[:-1] + together(initial, _IN_EO[vowel], final)


def _by_sense(text: str, colour: Change) -> Change | None:
    """Return the likelier of 노래요 and 놀아요 for 노라요; None where neither is sure."""
    other = _ALSO.get(text[colour.start : colour.end])
    if other is None:
        return colour
    heard = Change(colour.start, colour.end, other, _reasons("as-it-sounds"))
    better = score(changed(text, [colour])) - score(changed(text, [heard]))
    if better > _MARGIN:
        return colour
    sure = text[colour.start : colour.end] in _SURE and not is_casual(text)
    return heard if sure and better < -_MARGIN else None


def _reasons(rule: str) -> tuple[Reason, ...]:
    return (Reason(rule, Degree.WRONG),)


@cache
def _stems() -> dict[str, str]:
    """Return the adjectives by what is left of their stem: 파라 is 파랗."""
    return {one[:-1] + with_final(one[-1], ""): one for one in words_in("h-irregular")}


@cache
def _past_stems() -> dict[str, str]:
    return {one[:-1] + with_final(one[-1], "ㅆ"): one for one in words_in("h-irregular")}


@cache
def _pattern() -> re.Pattern[str]:
    stems = "|".join(sorted(_stems(), key=len, reverse=True))
    past = "|".join(sorted(_past_stems(), key=len, reverse=True))
    return re.compile(rf"(?<![가-힣])(?:(?P<stem>{stems}){_ENDINGS}|(?:{past}){_PAST})")
