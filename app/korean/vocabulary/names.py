"""Tells the names of people (민준아, 김민수 씨, 유민이가) from places and other proper names."""

from functools import cache
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.dictionary import dictionary
from app.korean.tables import rows_of

_CALLING: Final = frozenset({"씨", "님", "군", "양"})
# 하늘이는, 하늘이가: after a particle no other can follow, so 이 belongs to the name.
_AFTER_PET_NAME: Final = frozenset({"는", "가", "도", "를", "랑", "한테"})
_AT_A_PLACE: Final = frozenset({"에", "에서", "으로", "로"})
_TO_SOMEONE: Final = frozenset({"한테", "에게", "께", "한테서", "에게서"})
# What Kiwi makes of the syllables of a name that it does not know: 박/NNP 서/NNG 준/NNG.
_CRUMBS: Final = frozenset({"NNP", "NNG", "NNB", "NP", "NR", "MM", "MAG", "IC", "XPN", "XR", "SN"})
_INTRODUCING: Final = frozenset({"저", "나", "제", "내", "이름", "성함"})


def _names(kind: str) -> frozenset[str]:
    return _kinds()[kind]


@cache
def _kinds() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in rows_of("vocabulary/names.tsv"):
        kinds.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in kinds.items()}


@cache
def _other_names() -> frozenset[str]:
    """Return the proper names whose syllables could be a person's: 수원, 현대, 단오."""
    return _names("place") | _names("organisation") | _names("day")


def is_common_given_name(name: str) -> bool:
    """Whether this is one of the usual given names (지우, 민준)."""
    return name in _names("common-given")


def is_place(name: str) -> bool:
    """Whether a proper noun is known for a place, a company or a holiday, and nobody's name."""
    return name in _other_names()


def names_of_people(morphemes: tuple[Morpheme, ...]) -> frozenset[int]:
    """Return the indices of the morphemes that are, or belong to, names of people.

    A name is known by what follows it (씨, 아 / 야, 이 before a particle, a title, 한테), by its
    syllables (surname and given name), by a list of foreign ones, and where someone introduces
    themselves. A proper noun that none of this speaks for is a place, a brand, a work.
    """
    found: set[int] = set()
    for index, one in enumerate(morphemes):
        if index in found:
            continue
        length = _length_of_name(morphemes, index, one)
        found.update(range(index, index + length))
    return frozenset(found)


def _length_of_name(morphemes: tuple[Morpheme, ...], index: int, one: Morpheme) -> int:
    """Return of how many morphemes the name that begins at `index` is; 0 if none does."""
    if one.part not in _CRUMBS:
        return 0
    begins = index == 0 or morphemes[index - 1].word != one.word
    if begins and (crumbs := _in_crumbs(morphemes, index)):
        return crumbs
    if one.part == "NNP":
        return int(_is_person(morphemes, index))
    return int(one.part == "NNG" and _is_person_of_common_noun(morphemes, index))


def _in_crumbs(morphemes: tuple[Morpheme, ...], index: int) -> int:
    """Return the number of pieces of a name that Kiwi has broken up, 0 if there is none."""
    written = ""
    for length, one in enumerate(morphemes[index : index + 3], start=1):
        if one.part not in _CRUMBS or (length > 1 and not _is_glued(morphemes, index + length - 1)):
            return 0
        written += one.form
        if len(written) == 4 and length == 2 and written[3] in "이입":
            # 이지은입니다, read as 이 + 지은이 (author).
            written = written[:3]
        if len(written) >= 3:
            return length if length > 1 and _is_full_name_in(morphemes, index, written) else 0
        if len(written) == 2 and length == 2 and _is_broken_name(morphemes, index, written):
            return 2
    return 0


def _is_broken_name(morphemes: tuple[Morpheme, ...], index: int, written: str) -> bool:
    """Whether 민 + 서 stand for 민서: someone is called so, or it is a common name."""
    following = _following(morphemes, index + 1)
    if following is not None and following.tag == "JKV":
        return _is_given(written)
    ends = following is None or following.tag.startswith("J") or following.part == "VCP"
    return ends and written in _names("common-given") and not dictionary(written)


def _is_full_name_in(morphemes: tuple[Morpheme, ...], index: int, written: str) -> bool:
    """Whether 김하늘, 이수진, read as several words, is a name: few words are so short."""
    first, second = morphemes[index], morphemes[index + 1]
    if len(written) != 3 or written[0] not in _names("surname") or not _is_given(written[1:]):
        return False
    if first.form in _other_names() or dictionary(written, "noun"):
        return False
    if len(first.form) > 1:
        return first.part == "NNP" and len(second.form) == 1
    return len(second.form) == 1 or first.part == "NNP" or second.form != written[1:]


def _is_person_of_common_noun(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether what Kiwi calls a common noun is a name: 하늘 씨, 저는 정하은이라고 해요."""
    name = morphemes[index].form
    full = len(name) == 3 and name[0] in _names("surname") and _is_given(name[1:])
    introduced = full and not dictionary(name) and _is_introduced(morphemes, index)
    return introduced or _is_called(morphemes, index)


def _is_person(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether a proper noun names a person."""
    name = morphemes[index].form
    if _is_called(morphemes, index):
        return True
    if _has_title_after(morphemes, index) and name in _names("surname"):
        # 김 과장님: never the seaweed, whatever the dictionary has.
        return True
    if name in _other_names() or dictionary(name, "noun"):
        return False
    if len(morphemes) == 1 and len(name) == 2:
        # Nothing speaks for a name, and any noun may look like one: 경지.
        return False
    following = _following(morphemes, index)
    particle = following.form if following and following.tag.startswith("J") else ""
    if particle in _AT_A_PLACE:
        return False
    return (
        particle in _TO_SOMEONE
        or name in _names("common-given")
        or ((bool(particle) or _has_title_after(morphemes, index)) and _is_given(name))
        or (name.endswith("이") and _is_given(name[:-1]))
        or name in _names("foreign")
        or (len(name) == 3 and name[0] in _names("surname") and _has_name_syllables(name[1:]))
        or _is_introduced(morphemes, index)
    )


def _is_called(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether what follows says that a noun is a name: 씨, 님, 이가, 아 / 야."""
    one, following = morphemes[index], _following(morphemes, index)
    if following is None:
        return _is_before(morphemes, index, _CALLING - {"양", "님"})
    if following.form == "이" and following.part in {"XSN", "JKS"}:
        after = _following(morphemes, index + 1)
        doubled = after is not None and (
            after.tag == "JKS" or (following.tag == "JKS" and after.form in _AFTER_PET_NAME)
        )
        return doubled or (following.part == "XSN" and one.part == "NNP")
    if following.form == "대왕":
        return one.part == "NNP"
    proper = one.part == "NNP" or one.form in _names("given")
    if following.tag == "JKV" or following.form in {"님", "네"}:
        return proper and one.form not in _other_names()
    return following.form == "씨" and following.part == "NNB"


def _is_introduced(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether someone says who they are: 저는 …이에요, 제 이름은 …, …(이)라고 합니다."""
    following = _following(morphemes, index)
    if following is None or not (following.part == "VCP" or following.form in {"라고", "이라고"}):
        return False
    before = morphemes[max(0, index - 2) : index]
    return len(before) == 2 and before[0].form in _INTRODUCING and before[1].tag.startswith("J")


def _has_title_after(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    return _is_before(morphemes, index, _names("title"))


def _is_before(morphemes: tuple[Morpheme, ...], index: int, words: frozenset[str]) -> bool:
    """Whether the next space-separated word begins with one of `words`."""
    if index + 1 >= len(morphemes):
        return False
    following = morphemes[index + 1]
    return following.form in words and following.part in {"NNB", "NNG", "XSN"}


def _is_given(name: str) -> bool:
    if name in _names("given"):
        return True
    return len(name) == 2 and name not in _other_names() and _has_name_syllables(name)


def _has_name_syllables(name: str) -> bool:
    return all(syllable in _names("syllable") for syllable in name)


def _is_glued(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    return morphemes[index].start == morphemes[index - 1].end


def _following(morphemes: tuple[Morpheme, ...], index: int) -> Morpheme | None:
    """Return the morpheme written without a space after the one at `index`."""
    if index + 1 >= len(morphemes) or morphemes[index + 1].word != morphemes[index].word:
        return None
    return morphemes[index + 1]
