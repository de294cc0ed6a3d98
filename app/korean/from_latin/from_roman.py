"""Reads romanised Korean as learners type it: annyeonghaseyo, kamsahamnida, gwaenchanayo."""

import csv
import heapq
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from app.korean.analyser import normalise, score
from app.korean.from_latin.english import is_english
from app.korean.from_latin.guess import NOT_KOREAN, Guess
from app.korean.from_latin.spellings import (
    BEFORE_Y,
    LONGEST_VOWEL,
    VOWELS,
    Options,
    at_end,
    at_start,
    between_vowels,
)
from app.korean.from_latin.syllable_statistics import log_chance
from app.korean.pronunciation.syllable import compose, is_syllable

_POPULAR: Final = Path(__file__).parent.parent / "data" / "from_latin" / "popular_spellings.tsv"
_WORD: Final = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_NOT_A_LETTER: Final = re.compile("[^a-z]")
_VOWEL_LETTERS: Final = frozenset("aeiouyw")
# Readings kept at every place, and those that the analyser weighs at the end of a word.
_BEAM: Final = 24
_WEIGHED: Final = 6
_LONGEST_WORD: Final = 40
_MOST_LETTERS: Final = 200
_COST: Final = 1.0
# Readings further behind the best are not worth showing.
_MARGIN: Final = 9.0
_LEAST_A_LETTER: Final = -2.2
_EDGE: Final = " "


@dataclass(frozen=True, slots=True, order=True)
class _Reading:
    """Part of a word read: `onset` and `vowel` wait for what is written after the vowel."""

    merit: float
    hangul: str
    onset: str
    vowel: str


def from_roman(text: str) -> Guess:
    """Return what a romanised text says in Hangul, as spelt: hangugeo is 한국어.

    Reads the Revised Romanisation and the looser ways of learners. Every word of Latin letters must
    be readable as Korean and the words likely; nothing is guessed for English, for mixed text or
    for more than 200 letters. Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    words = _WORD.findall(text)
    if not words or any(map(is_syllable, text)) or sum(map(len, words)) > _MOST_LETTERS:
        return NOT_KOREAN
    english = sum(map(is_english, words))
    if 2 * english >= len(words) and not (len(words) > 1 and 2 * english == len(words)):
        return NOT_KOREAN
    read = [_word(_NOT_A_LETTER.sub("", word.lower())) for word in words]
    readings = [one for one in read if one is not None]
    if len(readings) < len(words):
        return NOT_KOREAN
    if sum(one.merit for one in readings) / sum(len(word) + 1 for word in words) < _LEAST_A_LETTER:
        return NOT_KOREAN
    chosen = [one.hangul[0] for one in readings]
    others = [
        _put(text, [*chosen[:place], other, *chosen[place + 1 :]])
        for place, one in enumerate(readings)
        for other in one.hangul[1:]
    ]
    return Guess(_put(text, chosen), tuple(dict.fromkeys(others))[:_WEIGHED])


@cache
def popular_spellings() -> dict[str, tuple[str, ...]]:
    """Return spellings that follow no system but that everybody knows: unnie, hyung."""
    with _POPULAR.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["latin"]: tuple(row["hangul"].split(" / ")) for row in rows}


def _put(text: str, words: list[str]) -> str:
    rest = iter(words)
    return _WORD.sub(lambda _: next(rest), text)


@dataclass(frozen=True, slots=True)
class _Word:
    """Spellings in Hangul of one word, best first, and how good the best is (a log chance)."""

    hangul: tuple[str, ...]
    merit: float


@lru_cache(maxsize=512)
def _word(latin: str) -> _Word | None:
    """Return the likeliest spellings in Hangul of one word, None where it cannot be Korean."""
    if len(latin) > _LONGEST_WORD:
        return None
    known = popular_spellings().get(latin, ())
    found = sorted(_spellings(latin).items(), key=lambda item: -item[1])[:_WEIGHED]
    if not found:
        return _Word(known, 0.0) if known else None
    weighed = sorted(((score(hangul) / 2 + merit, hangul) for hangul, merit in found), reverse=True)
    likely = (hangul for merit, hangul in weighed if merit > weighed[0][0] - _MARGIN)
    merit = 0.0 if known else dict(found)[weighed[0][1]]
    return _Word(tuple(dict.fromkeys((*known, *likely))), merit)


def _spellings(word: str) -> dict[str, float]:
    first = _consonants_at(word, 0)
    beams: list[list[_Reading]] = [[] for _ in range(len(word) + 1)]
    for _, onset, cost in at_start().get(word[:first], ()):
        _read_vowel(beams, word, first, _Reading(-cost * _COST, "", onset, ""))
    finished: dict[str, float] = {}
    for place in range(1, len(word) + 1):
        for reading in heapq.nlargest(_BEAM, beams[place]):
            end = _consonants_at(word, place)
            if end == len(word):
                for coda, _, cost in at_end().get(word[place:], ()):
                    done = _close(reading, coda, "", cost)
                    merit = done.merit + log_chance(done.hangul[-1], _EDGE)
                    finished[done.hangul] = max(finished.get(done.hangul, merit), merit)
                continue
            for coda, onset, cost in _between(word, place, end):
                _read_vowel(beams, word, end, _close(reading, coda, onset, cost))
    return finished


def _between(word: str, place: int, end: int) -> Options:
    options = between_vowels().get(word[place:end], ())
    if word[end] not in "iy":
        return options
    return options + between_vowels().get(word[place:end] + BEFORE_Y, ())


def _consonants_at(word: str, place: int) -> int:
    """Return where the consonants that begin at a place end."""
    while place < len(word) and word[place] not in _VOWEL_LETTERS:
        place += 1
    return place


def _close(reading: _Reading, coda: str, onset: str, cost: float) -> _Reading:
    syllable = compose(reading.onset, reading.vowel, coda)
    before = reading.hangul[-1:] or _EDGE
    merit = reading.merit + log_chance(before, syllable) - cost * _COST
    return _Reading(merit, reading.hangul + syllable, onset, "")


def _read_vowel(beams: list[list[_Reading]], word: str, place: int, reading: _Reading) -> None:
    for end in range(place + 1, min(place + LONGEST_VOWEL, len(word)) + 1):
        for vowel, cost in VOWELS.get(word[place:end], ()):
            beams[end].append(
                _Reading(reading.merit - cost * _COST, reading.hangul, reading.onset, vowel)
            )
