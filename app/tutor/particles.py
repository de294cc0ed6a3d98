"""Particles and copulas that fit the word before them, also after digits and abbreviations."""

import re
from typing import Final

from app.korean.particles import final_consonant, with_particle

# How a digit is read decides: 0 영, 1 일, 3 삼, 6 육, 7 칠, 8 팔 end in a consonant.
_DIGITS_WITH_FINAL: Final = frozenset("013678")
# Names of letters: L 엘, M 엠, N 엔, R 알.
_LETTERS_WITH_FINAL: Final = frozenset("LMNR")
# Only an abbreviation is read letter by letter; `Jim` is read as a word.
_ABBREVIATION: Final = re.compile(r"(?<![A-Za-z])[A-Z]{1,5}$")
_ENDING_IN_L: Final = frozenset("178LR")


class UnknownSoundError(ValueError):
    """Nobody can tell from its spelling whether the word ends in a consonant (`Netflix`)."""


def fitted(word: str, pair: str) -> str:
    """Return the word followed by the member of the pair that fits its last sound.

    `pair` is the form after a consonant, a slash, the form after a vowel: `을/를`, `이야/야`,
    `으로/로`. After ㄹ the last one gives 로 (서울로). Digits and capital letters go by their
    Korean names: `TV를`, `3이`.

    Raises:
        UnknownSoundError: the word ends in something without a known Korean sound.
        ValueError: the pair has no slash.

    """
    after_consonant, after_vowel = pair.split("/")
    closed = _is_closed(word)
    if after_vowel == "로" and closed:
        is_hangul = final_consonant(word) is not None
        closed = with_particle(word, "로").endswith("으로") if is_hangul else not _ends_in_l(word)
    return word + (after_consonant if closed else after_vowel)


def has_known_sound(word: str) -> bool:
    """Whether a particle can be put after the word without guessing."""
    try:
        _is_closed(word)
    except UnknownSoundError:
        return False
    return True


def _is_closed(word: str) -> bool:
    """Whether the word ends in a consonant as it is read."""
    closed = final_consonant(word)
    if closed is not None:
        return closed
    last = word[-1:]
    if last.isascii() and last.isdigit():
        return last in _DIGITS_WITH_FINAL
    if _ABBREVIATION.search(word):
        return last in _LETTERS_WITH_FINAL
    raise UnknownSoundError(word)


def _ends_in_l(word: str) -> bool:
    return word[-1] in _ENDING_IN_L
