"""The first of two things that a question asks between (커피야 차야?)."""

from itertools import pairwise

from app.korean.particles import final_consonant
from app.korean.reading.sentences import Sentence
from app.korean.restyling.conjugation import conjugated
from app.korean.restyling.predicate import Splice
from app.korean.style import Style

_ASKED = {Style.HAPSYO: "ᆸ니까", Style.HAEYO: "에요", Style.HAERA: "니"}


def first_of_two(sentence: Sentence, target: Style) -> Splice | None:
    """Return the change of the copula of the first of two; None without one.

    The analyser takes it for the particle 야 (나야 좋지), which no question ends its first half in.
    """
    form = _ASKED.get(target)
    ending = sentence.ending
    if form is None or ending is None or ending.form != "야" or not sentence.asks:
        return None
    for noun, particle in pairwise(sentence.morphemes[: ending.begins]):
        asked = particle.form in {"야", "이야"} and particle.tag in {"JX", "JKV"}
        if not asked or not noun.part.startswith("N") or noun.part == "NP":
            continue
        vowel = final_consonant(noun.form) is False
        ended = "예요" if form == "에요" and vowel else form
        becomes = conjugated(((noun.form, noun.tag), ("이", "VCP"), (ended, "EF")))
        return Splice(noun.start, particle.end, becomes)
    return None
