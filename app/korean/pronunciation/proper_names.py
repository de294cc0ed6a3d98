"""Tells proper names, and the family name of a person, for how they are romanised."""

from collections.abc import Sequence

from app.korean.analysis.analyser import noun_in_dictionary
from app.korean.analysis.morpheme import Morpheme
from app.korean.dictionary import dictionary
from app.korean.pronunciation.word_sounds import words_of
from app.korean.vocabulary.names import names_of_people

_LONGEST_FAMILY_NAME = 2
_LONGEST_GIVEN_NAME = 2


def names_at(text: str, morphemes: Sequence[Morpheme]) -> dict[int, str]:
    """Return where proper names begin that begin a word, each with the family name of a person.

    The family name is "" where the name is none of a person, or unsure. A name is what Kiwi takes
    for one, the name of a person (which Kiwi may cut in two), or what the table of names has.
    """
    found: dict[int, str] = {}
    ends = {one.end for one in morphemes}
    people = _full_names(text, morphemes)
    for index, one in enumerate(morphemes):
        if one.start and text[one.start - 1].isalnum():
            continue
        known = any(
            text.startswith(name, one.start) and one.start + len(name) in ends
            for name in words_of("name")
        )
        if one.start in people:
            found[one.start] = people[one.start]
        elif known or (one.tag == "NNP" and not _is_common_noun(one.form)):
            found[one.start] = family_name(morphemes, index)
    return found


def _full_names(text: str, morphemes: Sequence[Morpheme]) -> dict[int, str]:
    """Return the place of each family name that a given name of two syllables is written to."""
    found: dict[int, str] = {}
    people = names_of_people(tuple(morphemes))
    for index, one in enumerate(morphemes):
        last = index
        while last + 1 in people and morphemes[last + 1].start == morphemes[last].end:
            last += 1
        name = text[one.start : morphemes[last].end]
        family = name[:-_LONGEST_GIVEN_NAME]
        begins = one.start == 0 or not text[one.start - 1].isalnum()
        person = index in people or _is_unknown_noun(one)
        if not (begins and person and is_in_full(family, name)):
            continue
        found[one.start] = family
    return found


def is_in_full(family: str, name: str) -> bool:
    """Whether a family name and a given name of two syllables make up a name: 박지성."""
    given = name.removeprefix(family)
    frequent = words_of("common-family-name") | words_of("usual-family-name")
    return (
        (family in frequent or (len(family) > 1 and family in words_of("family-name")))
        and len(given) == _LONGEST_GIVEN_NAME
        and set(given) <= words_of("given-name")
    )


def _is_unknown_noun(one: Morpheme) -> bool:
    """Whether Kiwi calls a noun what it does not know: 홍빛나."""
    family = one.form[:-_LONGEST_GIVEN_NAME]
    frequent = family in words_of("common-family-name")
    return (
        one.tag == "NNG"
        and (frequent or (len(family) > 1 and family in words_of("family-name")))
        and noun_in_dictionary(one.form) is None
        and not dictionary(one.form)
    )


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
