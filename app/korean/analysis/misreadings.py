"""Reads rightly what Kiwi regularly misreads, where its own pieces show that it did."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from app.korean.analysis.closing_words import with_closing_words
from app.korean.analysis.homographs import is_full, other_stem
from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in

_CALLED: Final = frozenset({"자기", "애기", "아기", "여보"})
_TOPIC_PARTICLES: Final = frozenset({"은", "는", "ᆫ"})
_BARE_SUBJECTS: Final = frozenset({"나", "너", "얘", "걔", "쟤", "이거", "그거", "저거"})


def reread(text: str, morphemes: Iterable[Morpheme]) -> tuple[Morpheme, ...]:
    """Return the morphemes of `text` (NFC) with the known misreadings mended."""
    promised = list(_with_promises(text, list(morphemes)))
    linked = _with_linking_word(_with_all(text, _with_calls(promised)))
    closed = with_closing_words(_with_copula(linked))
    mended = _with_other_stems(_with_order_to_go(closed))
    mended = _with_pet_names(mended)
    return tuple(
        replace(one, tag="VA") if is_full(mended, index) else one
        for index, one in enumerate(mended)
    )


def _with_other_stems(morphemes: tuple[Morpheme, ...]) -> tuple[Morpheme, ...]:
    """Read 사는, 아는, 파는 as the verb that what stands around them shows (살다, 알다, 팔다)."""
    stems = {
        index: stem
        for index in range(len(morphemes))
        if (stem := other_stem(morphemes, index)) is not None
    }
    if not stems:
        return morphemes
    mended = list(morphemes)
    for index, stem in stems.items():
        mended[index] = replace(morphemes[index], form=stem, tag="VV")
        following = morphemes[index + 1] if index + 1 < len(morphemes) else None
        if following is not None and (following.form, following.tag) == ("는", "JX"):
            mended[index + 1] = replace(following, tag="ETM")
    return tuple(mended)


def _with_all(text: str, morphemes: Iterable[Morpheme]) -> Iterable[Morpheme]:
    """Read 다 as "all" where a space stands before it: 보고서 다 썼어요 has no 이다.

    Kiwi sees 보고서(이)다, with a 이다 that is not written. Nobody puts a space there and goes on.
    """
    unwritten: Morpheme | None = None
    for one in morphemes:
        if unwritten is not None:
            space = text[unwritten.start - 1 : unwritten.start] == " "
            if (one.form, one.tag) == ("다", "EF") and space and text[one.end : one.end + 1] == " ":
                yield replace(one, tag="MAG")
                unwritten = None
                continue
            yield unwritten
            unwritten = None
        if one.tag == "VCP" and one.start == one.end:
            unwritten = one
        else:
            yield one
    if unwritten is not None:
        yield unwritten


def _with_calls(morphemes: Iterable[Morpheme]) -> list[Morpheme]:
    """Read 야 as what calls in 자기야, and laments in 아이고, 허리야, where Kiwi sees 이다."""
    mended: list[Morpheme] = []
    laments = False
    for one in morphemes:
        if mended and mended[-1].sentence != one.sentence:
            laments = False
        laments = laments or (one.tag == "IC" and one.form in words_in("lament"))
        calls = one.tag == "SP" and len(mended) > 2 and mended[-3].form in _CALLED
        hurts = (
            laments
            and one.tag in {"SF", "SE", "SW"}
            and one.form != "?"
            and len(mended) > 2
            and mended[-3].form in words_in("body-part")
        )
        if (calls or hurts) and [each.form for each in mended[-2:]] == ["이", "야"]:
            mended[-2:] = [replace(mended[-1], tag="JKV")]
        mended.append(one)
    return mended


def _with_promises(text: str, morphemes: list[Morpheme]) -> Iterable[Morpheme]:
    """Read 할게요 before a comma as a promise, where Kiwi takes 게 for 것이 (할 것이요,)."""
    index = 0
    while index < len(morphemes):
        four = morphemes[index : index + 4]
        forms = [one.form for one in four]
        if forms[1:] == ["것", "이", "요"] and text[four[3].start - 1 : four[3].end] == "게요":
            one = four[0]
            yield replace(one, form=one.form + "게요", tag="EF", end=four[3].end)
            index += 4
        else:
            yield morphemes[index]
            index += 1


def _with_linking_word(morphemes: Iterable[Morpheme]) -> Iterable[Morpheme]:
    """Read 그럼 as the word for then, where Kiwi takes it for the noun of 그렇다."""
    held: Morpheme | None = None
    for one in morphemes:
        if held is not None and one.form in {"ᆷ", "음"} and one.word == held.word:
            yield replace(held, form="그럼", tag="MAJ", end=one.end)
            held = None
            continue
        if held is not None:
            yield held
        held = one if (one.form, one.part) == ("그렇", "VA") else None
        if held is None:
            yield one
    if held is not None:
        yield held


def _with_copula(morphemes: Iterable[Morpheme]) -> tuple[Morpheme, ...]:
    """Read 야 after a name as 이다 where the sentence has a subject (나는 민수야, 나 민수야).

    Kiwi always takes it for the particle that calls someone (민수야!).
    """
    mended: list[Morpheme] = []
    has_subject = False
    for one in morphemes:
        has_subject = has_subject and bool(mended) and mended[-1].sentence == one.sentence
        has_subject = has_subject or one.tag == "JKS" or one.form in _TOPIC_PARTICLES
        named = len(mended) > 1 and mended[-2].form in _BARE_SUBJECTS and mended[-2].tag == "NP"
        if (has_subject or named) and (one.form, one.tag) == ("야", "JKV"):
            mended += [
                replace(one, form="이", tag="VCP", end=one.start),
                replace(one, form="야", tag="EF"),
            ]
        else:
            mended.append(one)
    return tuple(mended)


def _with_pet_names(morphemes: tuple[Morpheme, ...]) -> tuple[Morpheme, ...]:
    """Read 가 after 이 as a particle, where Kiwi takes it for a noun: 하늘이가."""
    mended = list(morphemes)
    for index, (before, one) in enumerate(pairwise(morphemes), start=1):
        after_i = (before.form, before.tag) == ("이", "JKS") and before.end == one.start
        if after_i and (one.form, one.tag) == ("가", "NNG"):
            mended[index] = replace(one, tag="JKS")
    return tuple(mended)


def _with_order_to_go(morphemes: tuple[Morpheme, ...]) -> tuple[Morpheme, ...]:
    """Read a message of nothing but 가 as the order to go, which Kiwi takes for a noun."""
    words = [one for one in morphemes if not one.tag.startswith(("S", "W", "Z"))]
    if len(words) != 1 or (words[0].form, words[0].tag) != ("가", "NNG"):
        return morphemes
    (noun,) = words
    at = morphemes.index(noun)
    order = (
        replace(noun, tag="VV"),
        replace(noun, form="어", tag="EF"),
    )
    return (*morphemes[:at], *order, *morphemes[at + 1 :])
