"""Reads rightly what closes a sentence, where Kiwi takes it for other words: 지금 자, 고마워잉."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.korean.analysis.morpheme import Morpheme

_CODA: Final = "Z_CODA"
_ENDING: Final = frozenset({"EC", "EF"})
# What a drawn-out ending is heard as, a word of its own to Kiwi: 고마워잉, 좋아앙.
_DRAWN_OUT: Final = frozenset({"잉", "앙", "엉", "웅", "옹", "양", "영", "잉잉"})
# Nouns of counting end in 셈 too.
_RECKONINGS: Final = frozenset({"덧셈", "뺄셈", "곱셈", "나눗셈", "속셈", "어림셈", "암셈", "품셈"})
_OUTCRIES_OF_VERBS: Final = frozenset({("오", "IC"), ("하", "IC")})
_CODAS: Final = frozenset({"ᆫ", "ᆷ", "ᆼ"})
_POLITE: Final = ("여", "요", "유")
# 자 an outcry, 새 a bird and 세 the rent, to Kiwi.
_SYLLABLES: Final = {("자", "IC"): "VV", ("새", "NNG"): "VV", ("세", "NNG"): "VA"}
_SAYS_WHO_OR_WHEN: Final = frozenset({"MAG", "NP", "NNG", "NNP", "JKS", "JX", "JKB", "XSN"})
# 드세다 (to be stubborn) is said of these alone.
_STUBBORN: Final = frozenset({"기", "팔자", "고집", "콧대", "기운", "바람", "성격", "성질"})


def with_closing_words(morphemes: tuple[Morpheme, ...]) -> tuple[Morpheme, ...]:
    """Return the morphemes with what closes a sentence read as an ending or a verb."""
    read: list[Morpheme] = []
    for index, one in enumerate(morphemes):
        before = read[-1] if read else None
        if (sem := _pieces_of_sem(read, one)) is not None:
            reread, pieces = sem
            read[len(read) - reread :] = pieces
        elif before is not None and _only_draws_out(before, one):
            read.append(replace(one, tag=_CODA))
        elif _ends_in_gena(read, one):
            read[-2:] = [replace(read[-2], form="게나", tag="EF", end=one.end)]
        elif before is not None and _is_stubborn_by_mistake(read, one):
            read[-1] = replace(before, form="드시", tag="VV")
            read.append(one)
        elif _sleeps(read, one):
            read[-1:] = [replace(one, tag="VV"), replace(one, form="어", tag="EF")]
        elif tag := _as_verb(morphemes, index):
            ending = replace(one, form="어", tag="EF")
            read += [replace(one, tag=tag), ending]
        else:
            read.append(one)
    return tuple(read)


def _pieces_of_sem(
    read: Sequence[Morpheme], one: Morpheme
) -> tuple[int, tuple[Morpheme, ...]] | None:
    """Read -(으)셈 (하셈, 먹으셈), which Kiwi knows neither as an ending nor in one way.

    Returns how many morphemes before `one` are read anew, and what they and `one` are.
    """
    if one.part == "NNG" and len(one.form) > 1 and one.form.endswith("셈"):
        if one.form in _RECKONINGS:
            return None
        stem = replace(one, form=one.form[:-1], tag="VV", end=one.end - 1)
        return 0, (stem, replace(one, form="셈", tag="EF", start=one.end - 1))
    if one.form != "ᆷ" or not read or not read[-1].form.endswith("세"):
        return None
    sen = read[-1]
    if sen.part in _ENDING and one.tag == _CODA:
        return 1, (replace(sen, form=sen.form[:-1] + "셈", tag="EF", end=one.end),)
    bare = 2 if len(read) > 1 and (read[-2].form, read[-2].tag) == ("어", "EC") else 1
    before = read[-bare - 1] if len(read) > bare else None
    if sen.form != "세" or before is None or before.end != sen.start:
        return None
    if before.part in {"VV", "VX", "XSV"} or (before.form, before.tag) in _OUTCRIES_OF_VERBS:
        stem = replace(before, tag="VV") if before.tag == "IC" else before
        return bare + 1, (stem, replace(sen, form="셈", tag="EF", end=one.end))
    return None


def _only_draws_out(before: Morpheme, one: Morpheme) -> bool:
    """Whether letters only draw an ending out, as in a chat: 고마워잉, 안녕하세염."""
    if before.tag not in _ENDING:
        return False
    if one.form in _DRAWN_OUT and one.start == before.end:
        return True
    coda = one.form in _CODAS and one.tag.startswith("E") and one.start < before.end
    return coda and before.form.endswith(_POLITE)


def _ends_in_gena(read: Sequence[Morpheme], one: Morpheme) -> bool:
    """Whether -게나 was taken for -게, a 이다 that is not written, and -나."""
    if len(read) < 2 or one.form != "나" or one.tag not in _ENDING:
        return False
    ending, to_be = read[-2:]
    return ending.form == "게" and to_be.tag == "VCP" and to_be.start == to_be.end


def _is_stubborn_by_mistake(read: Sequence[Morpheme], one: Morpheme) -> bool:
    """Whether 드세여 (please eat) was taken for 드세다."""
    if (read[-1].form, read[-1].part) != ("드세", "VA") or one.form not in {"어요", "어여"}:
        return False
    return not any(each.form in _STUBBORN for each in read[:-1])


def _sleeps(read: Sequence[Morpheme], one: Morpheme) -> bool:
    """Whether a 자 apart was taken for the ending of a 이다 that is not written: 엄마 자."""
    if len(read) < 2 or one.form != "자" or one.tag not in _ENDING:
        return False
    noun, to_be = read[-2:]
    unwritten = to_be.tag == "VCP" and to_be.start == to_be.end
    return unwritten and noun.part in {"NNG", "NP"} and noun.end < one.start


def _as_verb(morphemes: Sequence[Morpheme], index: int) -> str:
    """Return VV or VA where a syllable alone is 자다, 새다 or 세다 with its ending, else ""."""
    one = morphemes[index]
    tag = _SYLLABLES.get((one.form, one.tag), "")
    after = morphemes[index + 1] if index + 1 < len(morphemes) else None
    if not tag or (after is not None and not after.tag.startswith(("SF", "SE", "SW", "Z", "W"))):
        return ""
    before = morphemes[index - 1] if index else None
    if before is None or before.sentence != one.sentence or before.tag in {"SF", "SP"}:
        asks = after is not None and "?" in after.form
        return tag if asks and one.form == "자" else ""
    if before.word == one.word:
        return ""
    if one.form == "자":
        return tag if before.part in _SAYS_WHO_OR_WHEN else ""
    if (one.form, before.tag) == ("세", "JKO"):
        return "VV"  # to count
    stated = {"JKS"} if one.form == "새" else {"JKS", "NNG"}
    return tag if before.part in stated else ""
