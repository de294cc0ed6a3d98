"""Where 너 and 네 can be left out of polite speech (너 뭐 해?, 네 이름이 뭐야?)."""

from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in

_ASKED_OF_YOU = frozenset({"어떻", "어떠하"})
_YOU = frozenset({"너", "자네"})
_TOPICS = frozenset({"는", "ᆫ"})
_SAYING = frozenset({"VV", "VA", "VCP", "VCN", "XSV", "XSA"})


def can_go(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 너 or 너는 at the head of a sentence can go: it is who is asked or told to act.

    너는 착한 사람이야 would be said of someone else without it, 너 어때? of something else.
    """
    one = morphemes[index]
    if one.form not in _YOU or one.part != "NP" or not _opens(morphemes, index):
        return False
    rest = [each for each in morphemes[index + 1 :] if each.sentence == one.sentence]
    asks = any(each.form == "?" for each in rest)
    rest = [each for each in rest if each.tag not in {"SF", "SW", "SP"}]
    if rest and rest[0].start <= one.end:
        if rest[0].tag not in {"JX", "JKS", "JKG", "XSN"} or rest[0].form not in _TOPICS:
            return False
        rest = rest[1:]
        if any(each.form in _ASKED_OF_YOU for each in rest):
            return False
    if not any(each.part in _SAYING for each in rest):
        return False
    return asks or _is_told_what_to_do(rest)


def _is_told_what_to_do(rest: list[Morpheme]) -> bool:
    """Whether a sentence tells the listener what to do or not: 좀 쉬어, 먹으면 안 돼, 가지 마."""
    if any(each.tag == "JKS" for each in rest) or any(each.part == "VCP" for each in rest):
        return False
    forms = [each.form for each in rest]
    if any(one in words_in("urging") for one in forms):
        return forms[-1] in {"어", "어라", "지"}
    pairs = {"".join(pair) for pair in pairwise(forms)}
    may_not = bool(pairs & {"면안", "으면안"}) and "되" in forms
    must = "되" in forms and bool({"어야", "아야"} & set(forms))
    return may_not or must or ("말" in forms and "지" in forms and rest[-1].part != "EC")


def owns_what_is_asked_for(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 네 or 너희 at the head owns what a question asks for (네 이름이 뭐야?)."""
    one = morphemes[index]
    if one.form not in {"너", "니", "너희", "네"} or one.part not in {"NP", "MM"}:
        return False
    rest = [each for each in morphemes[index + 1 :] if each.sentence == one.sentence]
    if rest and rest[0].tag == "JKG":
        rest = rest[1:]
    if len(rest) < 2 or not _opens(morphemes, index) or rest[0].start <= one.end:
        return False
    asked = any(each.form == "?" for each in rest) and any(each.part == "VCP" for each in rest)
    marked = rest[1].tag in {"JKS", "JX"} and rest[1].form != "도"
    return asked and marked and rest[0].form in words_in("belonging")


def _opens(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    before = [each for each in morphemes[:index] if each.sentence == morphemes[index].sentence]
    return all(each.tag in {"IC", "MAJ", "SP", "SW"} for each in before)
