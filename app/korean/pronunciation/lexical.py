"""Applies what must be known of words: tensing and ㄴ-insertion that the letters do not tell."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.pronunciation.proper_names import is_in_full
from app.korean.pronunciation.sound_changes import TENSE, Joint, at_the_end, tense
from app.korean.pronunciation.syllable import Syllable
from app.korean.pronunciation.word_sounds import (
    SecondElement,
    longest_second_element,
    longest_word,
    second_elements,
    word_sounds,
    words_of,
)

NOUN: Final = frozenset({"NNG", "NNP", "NNB", "NR", "NP", "XSN", "XPN"})
PREDICATE: Final = frozenset({"VV", "VA", "VX", "VCN", "XSV", "XSA"})
_IN_COMPOUNDS: Final = NOUN | {"XR", "MM"}
_WORDS: Final = _IN_COMPOUNDS | PREDICATE | {"MAG", "MAJ", "IC"}
_MAY_BE_CHINESE: Final = frozenset({"NNG", "NNP", "NR", "MAG", "XR", "MM"})
_CHINESE_TENSED: Final = frozenset("ㄷㅅㅈ")
_SONORANTS: Final = frozenset("ㄴㄹㅁㅇ")
_INSERTING_VOWELS: Final = frozenset("ㅣㅑㅕㅛㅠㅖㅒ")

Sounds = Sequence[Syllable | None]


def apply_words(
    text: str, morphemes: Sequence[Morpheme], sounds: Sounds, between: dict[int, Joint]
) -> list[str]:
    """Change the syllables of one space-separated word; returns the names of the rules.

    `sounds` has one place for every character of `text`. `between` learns where two words meet
    that Kiwi takes for one (첫인상), by the index of the last character of the first.
    """
    applied: list[str] = []
    known: set[int] = set()
    alone = text.strip()
    if alone in word_sounds():
        start = text.index(alone)
        known.update(range(start, start + len(alone)))
        applied += _as_if_written(alone, text, start, sounds, between)
    for index, one in enumerate(morphemes):
        if one.part in _WORDS and one.start not in known:
            word = _longest_known(text, morphemes, index)
            known.update(range(one.start, one.start + len(word)))
            applied += _as_if_written(word, text, one.start, sounds, between)
        _before_to_be(one, between)
    people = {
        (one.start, one.end)
        for one in morphemes
        if one.tag == "NNP" and is_in_full(one.form[:-2], one.form)
    }
    for start, end in _compounds(morphemes):
        if (start, end) in people:
            continue
        applied += _with_second_element(text[start:end], start, known, sounds)
    for one in morphemes:
        applied += _chinese_after_l(text, one, known, sounds)
    for one, following in pairwise(morphemes):
        applied += _after_number(one, following, known, sounds)
    return applied


def _longest_known(text: str, morphemes: Sequence[Morpheme], index: int) -> str:
    """Return the longest word of the table that begins at a morpheme and ends with one, or ""."""
    table = word_sounds()
    longest = ""
    start = end = morphemes[index].start
    for one in morphemes[index:]:
        if one.start != end or one.part not in _WORDS or one.end - start > longest_word():
            break
        word = text[start : one.start] + one.form + ("다" if one.part in PREDICATE else "")
        if word in table:
            longest = word
        end = one.end
    return longest or _known_place(morphemes[index])


def _known_place(one: Morpheme) -> str:
    """Return the known name in that of a station or the like: 학여울역 has 학여울."""
    name = one.form[:-1]
    is_place = one.tag == "NNP" and one.form[-1] in words_of("place-ending")
    return name if is_place and name in word_sounds() else ""


def _before_to_be(one: Morpheme, between: dict[int, Joint]) -> None:
    """Before 없다 and 있다 a word ends, other than in 맛있다 and 멋있다 (article 15)."""
    for place, letter in enumerate(one.form[1:], start=1):
        said_as_one = letter == "있" and one.form[:place] in words_of("one-with-있")
        if letter in "없있" and one.part in _WORDS and not said_as_one:
            between[one.start + place - 1] = Joint.COMPOUND


def _as_if_written(
    word: str, text: str, start: int, sounds: Sounds, between: dict[int, Joint]
) -> list[str]:
    applied: list[str] = []
    if not word:
        return applied
    for place, (was, becomes) in enumerate(zip(word, word_sounds()[word], strict=True), start):
        here = sounds[place] if place < len(sounds) else None
        target = Syllable.of(becomes)
        if was == becomes or here is None or target is None or text[place] != was:
            continue
        if here.onset != target.onset:
            applied.append(_change_onset(here, target.onset))
        if here.coda != target.coda:
            here.coda = target.coda
            if at_the_end(target.coda) == target.coda:
                between[place] = Joint.COMPOUND
            applied.append("final-neutralisation")
    return applied


def _change_onset(syllable: Syllable, onset: str) -> str:
    if TENSE.get(syllable.onset) == onset:
        tense(syllable)
        return "tensing"
    was, syllable.onset = syllable.onset, onset
    return "n-insertion" if was == "ㅇ" else "nasalisation"


def _compounds(morphemes: Sequence[Morpheme]) -> Iterator[tuple[int, int]]:
    """Yield the range of every noun, from where its first part begins to the end of each part."""
    start = end = -1
    for one in morphemes:
        if one.part not in _IN_COMPOUNDS:
            continue
        if one.start != end:
            start = one.start
        end = one.end
        yield start, end


def _with_second_element(compound: str, start: int, known: set[int], sounds: Sounds) -> list[str]:
    table = second_elements()
    for length in range(min(len(compound) - 1, longest_second_element()), 0, -1):
        element = table.get(compound[-length:])
        place = start + len(compound) - length
        first = compound[:-length]
        if element is None or place in known or len(first) < element.least:
            continue
        if first in words_of("adnominal") or (length == 1 and compound[-2:] in words_of("closed")):
            return []
        before, here = sounds[place - 1], sounds[place]
        if before is not None and here is not None:
            known.add(place)
            return _join_element(element, before, here)
    return []


def _join_element(element: SecondElement, before: Syllable, here: Syllable) -> list[str]:
    if element.effect == "tense" and before.coda in _SONORANTS | {""}:
        return ["tensing"] if tense(here) else []
    if element.effect == "tense-after-sonorant" and before.coda in _SONORANTS:
        return ["tensing"] if tense(here) else []
    if element.effect == "tense-after-l" and before.coda == "ㄹ":
        return ["tensing"] if tense(here) else []
    if element.effect == "n" and before.coda and here.onset == "ㅇ":
        return insert_n(here)
    if element.effect == "nn" and before.coda == "ㄴ" and here.onset == "ㄹ":
        here.onset = "ㄴ"
        return ["nasalisation"]
    return []


def insert_n(syllable: Syllable) -> list[str]:
    """Put ㄴ before 이, 야, 여, 요, 유; returns the name of the rule, none before other vowels."""
    if syllable.onset != "ㅇ" or syllable.vowel not in _INSERTING_VOWELS:
        return []
    syllable.onset = "ㄴ"
    return ["n-insertion"]


def _chinese_after_l(text: str, one: Morpheme, known: set[int], sounds: Sounds) -> list[str]:
    """Within Chinese words ㄷ, ㅅ and ㅈ are tense after ㄹ (article 26): 갈등 [갈뜽]."""
    end = one.end
    if one.part in PREDICATE and one.form.endswith("하"):
        end = one.start + len(one.form) - 1
    elif one.part not in _MAY_BE_CHINESE:
        return []
    applied: list[str] = []
    for place in range(one.start + 1, min(end, len(text))):
        before, here = sounds[place - 1], sounds[place]
        if before is None or here is None or place in known or text[place - 1] == text[place]:
            continue
        chinese = text[place] in words_of("chinese") and text[place - 1] in words_of("chinese")
        if before.coda == "ㄹ" and here.onset in _CHINESE_TENSED and chinese and tense(here):
            applied.append("tensing")
    return applied


def _after_number(one: Morpheme, following: Morpheme, known: set[int], sounds: Sounds) -> list[str]:
    """Tense a Chinese noun that is written to 일, 칠 or 팔: 삼일절 [사밀쩔], 일점 [일쩜]."""
    if one.part != "NR" or following.part not in {"NNG", "NNB"} or one.end != following.start:
        return []
    before, here = sounds[one.end - 1], sounds[following.start]
    if before is None or here is None or following.start in known or before.coda != "ㄹ":
        return []
    chinese = one.form[-1] in words_of("chinese") and following.form[0] in words_of("chinese")
    return ["tensing"] if chinese and here.onset in _CHINESE_TENSED and tense(here) else []
