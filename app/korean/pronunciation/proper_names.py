"""Tells proper names, and the family name of a person, for how they are romanised."""

from collections.abc import Sequence

from app.korean.dictionary import dictionary
from app.korean.morpheme import Morpheme
from app.korean.pronunciation.word_sounds import words_of

_LONGEST_FAMILY_NAME = 2
_LONGEST_GIVEN_NAME = 2


def names_at(text: str, morphemes: Sequence[Morpheme]) -> dict[int, int]:
    """Return where proper names begin that begin a word, with the index of their morpheme.

    A name is what Kiwi takes for one, or what the table of names has, which Kiwi may cut in two.
    """
    found: dict[int, int] = {}
    ends = {one.end for one in morphemes}
    for index, one in enumerate(morphemes):
        if one.start and text[one.start - 1].isalnum():
            continue
        known = any(
            text.startswith(name, one.start) and one.start + len(name) in ends
            for name in words_of("name")
        )
        if known or (one.tag == "NNP" and not _is_common_noun(one.form)):
            found[one.start] = index
    return found


def _is_common_noun(word: str) -> bool:
    """Whether a word that Kiwi takes for a name is none: nothing of its English has a capital."""
    if word in words_of("lower-case"):
        return True
    return any(entry.sense_en.islower() for entry in dictionary(word, "noun"))


def family_name(morphemes: Sequence[Morpheme], index: int) -> str:
    """Return the family name that begins a person's name (김민수: 김), "" where unsure.

    Sure is a family name and one or two syllables of given names, either before a title (씨, 님) or
    with a frequent family name and no ending of places (이태원 is none).
    """
    name = morphemes[index].form
    if morphemes[index].tag != "NNP":
        return ""
    for length in range(_LONGEST_FAMILY_NAME, 0, -1):
        family, given = name[:length], name[length:]
        if family not in words_of("family-name") or not given:
            continue
        if len(given) > _LONGEST_GIVEN_NAME or not set(given) <= words_of("given-name"):
            continue
        if _before_title(morphemes, index):
            return family
        usual = len(given) == _LONGEST_GIVEN_NAME and family in words_of("common-family-name")
        if usual and given[-1] not in words_of("place-ending"):
            return family
    return ""


def _before_title(morphemes: Sequence[Morpheme], index: int) -> bool:
    following = morphemes[index + 1] if index + 1 < len(morphemes) else None
    return following is not None and following.form in words_of("title")
