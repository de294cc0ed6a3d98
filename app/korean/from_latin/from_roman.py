"""Reads romanised Korean as learners type it: annyeonghaseyo, kamsahamnida, gwaenchanayo."""

import heapq
import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from app.korean.analysis.analyser import normalise, score
from app.korean.from_latin.english import is_frequent_english
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
from app.korean.tables import rows_of

_WORD: Final = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_NOT_A_LETTER: Final = re.compile("[^a-z]")
_VOWEL_LETTERS: Final = frozenset("aeiouyw")
# Readings kept at every place, and those that the analyser weighs at the end of a word.
_BEAM: Final = 10
_WEIGHED: Final = 6
_LONGEST_WORD: Final = 40
_MOST_LETTERS: Final = 200
# Readings further behind the best are not worth showing.
_MARGIN: Final = 9.0
_LEXICAL: Final = 0.5
_LEAST_A_LETTER: Final = -2.2
# After these ㅕ is said and romanised as ㅓ (가져 gajeo).
_HIDING_Y: Final = frozenset("ㅈㅉㅊ")
_EDGE: Final = " "


# Part of a word read: how good it is (a log chance), its syllables, and the onset and vowel that
# wait for what is written after the vowel. A bare tuple: a word makes hundreds of them.
_Reading = tuple[float, str, str, str]


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
    english = sum(map(is_frequent_english, words))
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
    rows = rows_of("from_latin/popular_spellings.tsv")
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
    near = [(hangul, merit) for hangul, merit in found if merit > found[0][1] - _MARGIN]
    # The analyser knows words, the counts only syllables: half its say where there is a choice.
    if len(near) > 1:
        near.sort(key=lambda item: -item[1] - _LEXICAL * score(item[0]))
    likely = [hangul for hangul, _ in near]
    merit = 0.0 if known else dict(near)[likely[0]]
    return _Word(tuple(dict.fromkeys((*known, *likely))), merit)


def _spellings(word: str) -> dict[str, float]:
    """Return spellings in Hangul and how good each is, by a beam over the places of a word."""
    beams: list[list[_Reading]] = [[] for _ in range(len(word) + 1)]
    first = _consonants_at(word, 0)
    for _, onset, cost in at_start().get(word[:first], ()):
        for end, vowel, more in _vowels(word, first, onset):
            beams[end].append((-cost - more, "", onset, vowel))
    finished: dict[str, float] = {}
    for place in range(1, len(word) + 1):
        readings = _best(beams[place])
        end = _consonants_at(word, place)
        if readings and end == len(word):
            _finish(finished, readings, word[place:])
        elif readings:
            _step(beams, readings, word, end, _between(word, place, end))
    return finished


def _best(readings: list[_Reading]) -> list[_Reading]:
    best = heapq.nlargest(_BEAM, readings)
    return [one for one in best if one[0] > best[0][0] - _MARGIN]


def _step(
    beams: list[list[_Reading]],
    readings: list[_Reading],
    word: str,
    end: int,
    options: Options,
) -> None:
    """Read the consonants before `end`, that may mean any of `options`, and a vowel from there."""
    vowels = {onset: _vowels(word, end, onset) for _, onset, _ in options}
    for merit, hangul, onset, vowel in readings:
        before = hangul[-1:] or _EDGE
        for coda, following, cost in options:
            syllable = _compose(onset, vowel, coda)
            now = merit - cost + log_chance(before, syllable)
            for after, letter, more in vowels[following]:
                beams[after].append((now - more, hangul + syllable, following, letter))


def _finish(finished: dict[str, float], readings: list[_Reading], rest: str) -> None:
    for coda, _, cost in at_end().get(rest, ()):
        for merit, hangul, onset, vowel in readings:
            syllable = _compose(onset, vowel, coda)
            chance = log_chance(hangul[-1:] or _EDGE, syllable) + log_chance(syllable, _EDGE)
            word = hangul + syllable
            finished[word] = max(finished.get(word, -math.inf), merit - cost + chance)


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


def _vowels(word: str, place: int, onset: str) -> list[tuple[int, str, float]]:
    """Return the vowels that may begin at a place: where each ends, its letter, its cost."""
    found: list[tuple[int, str, float]] = []
    for end in range(place + 1, min(place + LONGEST_VOWEL, len(word)) + 1):
        written = word[place:end]
        found += [(end, vowel, cost) for vowel, cost in VOWELS.get(written, ())]
        if onset in _HIDING_Y and written in {"eo", "o"}:
            found.append((end, "ㅕ", 1.0))
    return found


_compose = cache(compose)
