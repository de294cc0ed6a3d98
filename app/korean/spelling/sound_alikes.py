"""Words that are no words, but sound nearly like one that a learner meets: 네일, 언재, 날시.

ㅐ and ㅔ, ㅓ and ㅗ, plain, tense and aspirated consonants, and the final consonants that sound
alike are confused; the words are those of the project's own dictionary.
"""

import re
from functools import cache
from typing import Final

from app.korean.analysis.analyser import noun_in_dictionary, score
from app.korean.analysis.morpheme import Morpheme
from app.korean.dictionary import own_entries
from app.korean.edit import Degree
from app.korean.patch import Change, Reason
from app.korean.spelling.particles import is_noun_in_wrong_shape
from app.korean.spelling.register import is_casual
from app.korean.spelling.syllables import FINALS, INITIALS, VOWELS, apart, is_syllable

# What is called by a title is a name.
_WORD = re.compile(r"(?![가-힣]{2,4}[ ]?(?:씨|님|군|양)(?![가-힣]{2}))[가-힣]{2,}")
_INITIALS = str.maketrans("ㄲㅋㄸㅌㅃㅍㅉㅊㅆ", "ㄱㄱㄷㄷㅂㅂㅈㅈㅅ")
_VOWELS = str.maketrans("ㅐㅒㅖㅓㅕㅡㅙㅞㅢㅘㅝ", "ㅔㅔㅔㅗㅛㅜㅚㅚㅣㅏㅗ")
_FINALS = str.maketrans("ㄲㅋㄳㄺㅅㅆㅈㅊㅌㅎㅍㅄㄵㄶㄼㅀ", "ㄱㄱㄱㄱㄷㄷㄷㄷㄷㄷㅂㅂㄴㄴㄹㄹ")
_LONGEST: Final = 6
# Log likelihood gained: names and new words gain less by becoming a common word.
_MARGIN: Final = 8.0
_MARGIN_OF_TWO: Final = 13.0
_REASONS: Final = (Reason("sound-alike", Degree.WRONG),)


def sound_alike_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find beginnings of words that a common word of nearly the same sound explains far better.

    Only in a text written with care: among friends it may be play or a new word.
    """
    if is_casual(text):
        return []
    read = {one.start: one for one in morphemes if len(one.form) > 1 and one.end > one.start}
    found: list[Change] = []
    for match in _WORD.finditer(text):
        first = read.get(match.start())
        if first is not None and first.form in _known():
            continue
        change = _better(text, match)
        if change is None or is_noun_in_wrong_shape(match.group()):
            continue
        if first is None or not _is_name_with_particle(first, morphemes):
            found.append(change)
    return found


def _is_name_with_particle(first: Morpheme, morphemes: tuple[Morpheme, ...]) -> bool:
    """Whether a proper noun that the analyser knows stands before a particle (커리에서)."""
    if first.tag != "NNP" or noun_in_dictionary(first.form) is None:
        return False
    return any(one.start == first.end and one.part.startswith("J") for one in morphemes)


def _better(text: str, match: re.Match[str]) -> Change | None:
    word, start = match.group(), match.start()
    for length in range(min(_LONGEST, len(word)), 1, -1):
        beginning = word[:length]
        if beginning in _known():
            return None
        for candidate in _by_sound().get(_sound(beginning), ()):
            margin = _MARGIN if _differences(beginning, candidate) == 1 else _MARGIN_OF_TWO
            mended = text[:start] + candidate + text[start + length :]
            if score(mended) - score(text) > margin:
                return Change(start, start + length, candidate, _REASONS)
    return None


def _differences(one: str, other: str) -> int:
    return sum(
        left != right
        for former, latter in zip(one, other, strict=True)
        for left, right in zip(apart(former), apart(latter), strict=True)
    )


@cache
def _known() -> frozenset[str]:
    """Return every word of the dictionary; verbs by their stem, those in 하다 as 해 too."""
    found: set[str] = set()
    for entry in own_entries():
        if not all(is_syllable(letter) for letter in entry.lemma):
            continue
        if entry.pos in {"verb", "adjective"} and entry.lemma.endswith("다"):
            found.add(entry.lemma.removesuffix("다"))
            if entry.lemma.endswith("하다"):
                found.add(entry.lemma.removesuffix("하다") + "해")
        else:
            found.add(entry.lemma)
    return frozenset(one for one in found if len(one) > 1)


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for word in sorted(_known()):
        table.setdefault(_sound(word), []).append(word)
    return {sound: tuple(words) for sound, words in table.items()}


def _sound(word: str) -> str:
    return "".join(_sounds()[letter] for letter in word)


@cache
def _sounds() -> dict[str, str]:
    """Return every syllable with what it shares with those that sound nearly like it."""
    return {
        chr(ord("가") + number): _merged(chr(ord("가") + number))
        for number in range(len(INITIALS) * len(VOWELS) * len(FINALS))
    }


def _merged(syllable: str) -> str:
    initial, vowel, final = apart(syllable)
    merged = initial.translate(_INITIALS), vowel.translate(_VOWELS), final.translate(_FINALS)
    return "".join(merged) + "."
