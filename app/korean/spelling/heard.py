"""Words written as they sound: 머거요, 조아요, 마니, 어떠케, 안즈세요."""

import re
from dataclasses import dataclass
from functools import cache

from app.korean.analysis.analyser import score
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason, changed
from app.korean.spelling.register import is_casual
from app.korean.tables import rows_of

# An adverb is a whole word (마니, but not 마니또); the others are beginnings.
_ADVERB_ENDINGS = ("이", "히", "게")
# Said by itself before anything else (조아. 내일 봐요) it is play, or a name.
_ALONE = re.compile(r"(?:[^\w]|$)")
_MARGIN = 3.0
_REASONS = (Reason("as-it-sounds", Degree.WRONG),)


@dataclass(frozen=True, slots=True)
class Heard:
    """How a word is written, and whether natives spell it by ear for fun."""

    written: str
    play: bool


def heard_errors(text: str, _: tuple[Morpheme, ...] = ()) -> list[Change]:
    """Find words written as they sound where the right spelling makes the text far likelier."""
    found: list[Change] = []
    for match in _pattern().finditer(text):
        heard = _table()[match.group()]
        by_itself = match.start() == 0 and _ALONE.match(text, match.end()) is not None
        alone = by_itself and not match.group().endswith("요")
        if heard.play and (alone or is_casual(text)):
            continue
        change = Change(*match.span(), heard.written, _REASONS)
        if score(changed(text, [change])) - score(text) > _MARGIN:
            found.append(change)
    return found


@cache
def _table() -> dict[str, Heard]:
    return {
        row["heard"]: Heard(row["written"], row["play"] == "yes")
        for row in rows_of("spelled_as_heard.tsv")
    }


@cache
def _pattern() -> re.Pattern[str]:
    alternatives = [
        heard + ("(?![가-힣])" if entry.written.endswith(_ADVERB_ENDINGS) else "")
        for heard, entry in sorted(_table().items(), key=lambda one: -len(one[0]))
    ]
    return re.compile(r"(?<![가-힣])(?:" + "|".join(alternatives) + ")")
