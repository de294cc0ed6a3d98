"""Spaces that are missing: 할수있다, 안먹어요, 저는학생이에요. Only ever a suggestion.

Among friends nobody minds, so nothing is said there.
"""

from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason
from app.korean.spelling.register import is_casual

_DEPENDENT = frozenset(
    {"수", "줄", "적", "것", "거", "뿐", "만큼", "대로", "때", "터", "채", "척", "듯", "동안"}
)
_SINCE = frozenset({"오래", "얼마", "벌써", "꽤", "한", "몇", "일", "두", "세", "거의", "이제"})
_PARTICLES = frozenset({"을", "를", "에서", "은", "는", "에게", "한테", "에", "이", "가", "도"})
_CONTENT = frozenset({"VV", "VA", "NNG", "NNP", "NP", "MAG", "MM", "XR"})
_ONE_WORD = frozenset({"하", "되", "생기", "나", "쓰", "지", "살"})


def dropped_space_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find missing spaces in a text that is no chat among friends."""
    if is_casual(text):
        return []
    found: list[Change] = []
    for index, (before, one) in enumerate(pairwise(morphemes)):
        if before.end != one.start or one.end == one.start:
            continue
        rule = _rule(morphemes, index, before, one)
        if rule is not None:
            found.append(Change(one.start, one.start, " ", (Reason(rule, Degree.SUGGESTION),)))
    return found


def _rule(
    morphemes: tuple[Morpheme, ...], index: int, before: Morpheme, one: Morpheme
) -> str | None:
    if before.tag == "ETM" and one.tag == "NNB" and _stands_alone(morphemes, index + 1):
        return "space-before-dependent-noun"
    if (before.form, before.tag) == ("수", "NNB") and one.form in {"있", "없"}:
        return "space-after-su" if index and morphemes[index - 1].tag == "ETM" else None
    if before.tag == "MAG" and before.form in {"안", "못"} and one.part in {"VV", "VA"}:
        return "space-after-an" if one.form not in _ONE_WORD else None
    if (before.form, before.tag, one.form, one.part) == ("고", "EC", "싶", "VX"):
        return "space-before-sipda"
    if one.form == "요":
        return None
    if before.part.startswith("J") and before.form in _PARTICLES and one.part in _CONTENT:
        return "space-after-particle" if _is_sure(morphemes, index) else None
    return None


def _stands_alone(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    noun = morphemes[index]
    if noun.form in {"거", "것"}:
        return noun.end > noun.start and noun.part == "NNB" and _is_whole(morphemes, index)
    if noun.form != "지":
        return noun.form in _DEPENDENT
    after = morphemes[index + 1 : index + 2]
    return bool(after) and (after[0].tag == "SN" or after[0].form in _SINCE)


def _is_whole(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 거 or 것 is not contracted with what follows (할게, 할걸, 할 건데)."""
    after = morphemes[index + 1 : index + 2]
    return not after or after[0].start >= morphemes[index].end


def _is_sure(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether the particle stands after a noun of two syllables or a pronoun: no chance reading."""
    noun = morphemes[index - 1] if index else None
    after = morphemes[index + 1]
    if noun is None or noun.tag not in {"NNG", "NNP", "NP", "XSN"}:
        return False
    particle = morphemes[index]
    if len(particle.form) == 1 and particle.form in {"이", "가", "도", "에", "은"}:
        return len(noun.form) > 1 and noun.tag == "NNG" and after.part in {"VV", "VA", "MAG"}
    if len(noun.form) > 1 or noun.tag == "NP":
        return True
    return noun.tag == "NNG" and after.part in {"VV", "VA"} and len(particle.form) > 1
