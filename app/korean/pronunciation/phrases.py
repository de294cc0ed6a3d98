"""Finds how the words of a text and their parts hang together, and tenses what follows -ㄹ."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.pronunciation.lexical import NOUN, PREDICATE, Sounds, insert_n
from app.korean.pronunciation.sound_changes import Joint, at_the_end, tense
from app.korean.pronunciation.word_sounds import words_of

_CONTENT: Final = NOUN | (PREDICATE - {"XSV", "XSA"}) | {"MM", "MAG", "MAJ", "IC", "XR"}
_BOUND: Final = frozenset({"XSN", "NNB"})
_STOPS: Final = frozenset("ㄱㄷㅂ")
_N_IN_NUMBERS: Final = frozenset({"여섯", "여덟", "육"})
_COUNTED_TENSE: Final = frozenset({"열", "여덟"})


def find_joints(
    text: str, morphemes: Sequence[Morpheme], sounds: Sounds, between: dict[int, Joint]
) -> None:
    """Put into `between` how a character and the next are joined, where it is no plain inside.

    The key is the index of the first of the two; where words are linked over a space, that of the
    last character before the space.
    """
    for one, following in pairwise(morphemes):
        if one.end == following.start:
            joint = _joint(one, following)
            if joint is not None:
                between[one.end - 1] = joint
        elif text[one.end : following.start] == " ":
            if _linked(one, following, sounds):
                between[one.end - 1] = Joint.LINKED
            elif _is_phrase(one, following, sounds):
                between[one.end - 1] = Joint.PHRASE


def _joint(one: Morpheme, following: Morpheme) -> Joint | None:
    if one.part in PREDICATE and following.tag.startswith("E"):
        return Joint.STEM_ENDING
    if following.part in _BOUND and following.form[0] == "이":
        return None
    if following.part in _CONTENT - {"XSN"} and one.part != "XSN":
        return Joint.COMPOUND
    # 꽃하고 [꼬타고]: a particle with ㅎ does not take the letter before it as it is.
    return Joint.COMPOUND if following.tag.startswith("J") and following.form[0] in "하한" else None


def _linked(one: Morpheme, following: Morpheme, sounds: Sounds) -> bool:
    """Whether two words with a space between are said in one breath, as standard speech has it.

    못 먹어, 몇 명, 첫 번째; and before words of place where the letter would mislead (옷 안).
    """
    last = sounds[one.end - 1]
    if last is None or sounds[following.start] is None:
        return False
    if one.tag == "MAG" and one.form == "못":
        return following.part in PREDICATE
    if _describes(one) and following.form in words_of("n-after-adnominal"):
        return True
    if one.part == "NR" and following.part == "NR":
        return following.form in _N_IN_NUMBERS
    if one.form in words_of("linking-determiner") and one.part in {"MM", "NP", "NR"}:
        return following.part in NOUN
    if one.part == "NR":
        return following.part == "NNB"
    if one.part in NOUN and following.form in words_of("place"):
        return at_the_end(last.coda) != last.coda
    return False


def _is_phrase(one: Morpheme, following: Morpheme, sounds: Sounds) -> bool:
    """Whether a noun without a particle is said in one breath with what follows it.

    These are what the Standard gives as examples: 밥 먹는다, 옷 입다, 넋 없다, 옷 한 벌.
    """
    last, here = sounds[one.end - 1], sounds[following.start]
    if last is None or here is None:
        return False
    if one.part == "MAG":
        return one.form == "잘" and _takes_n(following)
    if one.part != "NNG" or not last.coda:
        return False
    if following.part in PREDICATE:
        if following.form == "없":
            return at_the_end(last.coda) != last.coda
        return _takes_n(following) or (here.onset in "ㄴㅁ" and at_the_end(last.coda) in _STOPS)
    return following.form == "한" and following.part == "MM" and at_the_end(last.coda) in _STOPS


def _describes(one: Morpheme) -> bool:
    """Whether a word or ending stands before a noun: 한 일, 무슨 일, 다른 일."""
    return one.tag == "ETM" or (one.part == "MM" and one.form in words_of("n-determiner"))


def _takes_n(one: Morpheme) -> bool:
    return one.part == "VV" and one.form in words_of("n-verb")


def apply_phrases(text: str, morphemes: Sequence[Morpheme], sounds: Sounds) -> list[str]:
    """Change first consonants by the word or ending before them; returns the names of the rules."""
    applied: list[str] = []
    for index, one in enumerate(morphemes):
        before = morphemes[index - 1] if index else None
        if one.tag.startswith("E"):
            applied += _ending_in_l(one, sounds)
        if one.tag.startswith("E") or one.tag == "IC" or one.form == "요":
            applied += _polite_yo(text, one, sounds)
        if before is not None and text[before.end : one.start] in {"", " "}:
            applied += _after_word(before, one, sounds)
    return applied


def _ending_in_l(one: Morpheme, sounds: Sounds) -> list[str]:
    """Tense what follows -ㄹ in an ending that begins with it (article 27): 할게 [할께]."""
    if one.form[0] not in "ᆯ을" or len(one.form) < 2:
        return []
    here = sounds[one.end - len(one.form) + 1]
    return ["tensing"] if here is not None and tense(here) else []


def _polite_yo(text: str, one: Morpheme, sounds: Sounds) -> list[str]:
    """After a final consonant 요 is said 뇨 (article 29): 그럼요 [그럼뇨], 거든요 [거든뇨]."""
    if not one.form.endswith("요") or one.end < 2 or text[one.end - 1] != "요":
        return []
    before, here = sounds[one.end - 2], sounds[one.end - 1]
    return insert_n(here) if before is not None and before.coda and here is not None else []


def _after_word(before: Morpheme, one: Morpheme, sounds: Sounds) -> list[str]:
    last, here = sounds[before.end - 1], sounds[one.start]
    if last is None or here is None:
        return []
    after_l = before.tag == "ETM" and before.form in {"ᆯ", "을"} and last.coda == "ㄹ"
    counted = before.form in _COUNTED_TENSE and before.part in {"MM", "NR"}
    if after_l and one.part in NOUN and tense(here):
        return ["tensing"]
    if counted and one.part == "NNB" and tense(here):
        return ["tensing"]
    described = _describes(before) and last.coda and one.part in {"NNG", "NNB"}
    if described and one.form in words_of("n-after-adnominal"):
        return insert_n(here)
    if before.part == "NR" and one.part == "NR" and last.coda and one.form in _N_IN_NUMBERS:
        return insert_n(here)
    if _takes_n(one) and last.coda and _is_phrase(before, one, sounds):
        here.latin_onset = ""
        return insert_n(here)
    if before.form == "못" and before.tag == "MAG" and one.part in PREDICATE:
        return insert_n(here)
    return []
