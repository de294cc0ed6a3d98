"""Words of time that take no 에: 오늘, 내일, 매일, 지금, 언제."""

from itertools import pairwise
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.nouns import nouns_in
from app.korean.patch import Change, Reason

_EVERY: Final = "마다"


def time_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find 에 after a word that says when by itself (오늘에, 매일에) and after 마다."""
    found: list[Change] = []
    for index, (noun, particle) in enumerate(pairwise(morphemes)):
        if particle.form != "에" or particle.tag not in {"JKB", "JKG"}:
            continue
        after = text[particle.end : particle.end + 1]
        timely = noun.form in nouns_in("day") and noun.part in {"NNG", "MAG", "NP"}
        each = (noun.form, noun.tag) == (_EVERY, "JX")
        governed = _is_governed(morphemes[index + 2 : index + 4])
        if noun.end == particle.start and after == " " and (timely or each) and not governed:
            reason = Reason("time-without-e", Degree.WRONG)
            found.append(Change(particle.start, particle.end, "", (reason,)))
    return found


def _is_governed(following: tuple[Morpheme, ...]) -> bool:
    """Whether 에 belongs to the verb after it (오늘에 집중하다, 지금에 와서)."""
    forms = [one.form for one in following]
    return bool(forms) and (forms[0] in nouns_in("governs-time") or forms == ["오", "어서"])
