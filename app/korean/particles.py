"""Particles whose shape depends on the last sound before them: 은/는, 이/가, 을/를, 으로/로."""

import re
from enum import Enum
from functools import cache
from typing import Final

from app.korean.tables import rows_of

_FIRST_SYLLABLE: Final = ord("가")
_LAST_SYLLABLE: Final = ord("힣")
_FINALS: Final = 28
_FINAL_L: Final = 8
# 영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구; a round number ends in 십, 백, 천 or 만.
_DIGIT_NAMES: Final = "영일이삼사오육칠팔구"
# The letters whose Korean name ends in a consonant: 엘, 엠, 엔. R is 알 to some, 아르 to others.
_LETTER_NAMES: Final = {"L": "엘", "M": "엠", "N": "엔"}
_UNSURE_LETTERS: Final = frozenset("R")
_LATIN_WORD: Final = re.compile(r"(?<![0-9A-Za-z])[A-Za-z](?:[A-Za-z-]*[A-Za-z])?$")
# Read letter by letter: one capital, or several that nobody could pronounce as a word.
_ABBREVIATION: Final = re.compile(r"[A-Z]|[B-DF-HJ-NP-TV-Z]{1,4}[A-Z]")
_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9][-+])(?<![A-Za-z0-9])[0-9][0-9.,:-]*$")

# after a consonant, after a vowel
PARTICLE_PAIRS: Final = (
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("아", "야"),
    ("이랑", "랑"),
    ("이나", "나"),
    ("으로", "로"),
)


class LastSound(Enum):
    """What a word ends in, as far as particles ask."""

    VOWEL = "vowel"
    L = "ㄹ"
    CONSONANT = "consonant"


def final_consonant(text: str) -> bool | None:
    """Whether the text ends in a syllable with a final consonant; None if it ends otherwise."""
    if not text or not _FIRST_SYLLABLE <= ord(text[-1]) <= _LAST_SYLLABLE:
        return None
    return (ord(text[-1]) - _FIRST_SYLLABLE) % _FINALS != 0


def last_sound(text: str) -> LastSound | None:
    """Return what `text` ends in as it is read aloud; None where nobody can tell.

    Digits are read in Sino-Korean (7 칠, 10 십, 50% 퍼센트), capitals by their names (PC 피시), and
    the Latin words of `latin_readings.tsv` as written there. Digits after letters have no one
    reading (MP3 엠피스리, GS25 지에스이십오).
    """
    if not text:
        return None
    last = text[-1]
    if last == "%":
        return LastSound.VOWEL
    if "0" <= last <= "9":
        return _sound_of_number(text)
    if last.isascii() and last.isalpha():
        return _sound_of_latin(text)
    return _sound_of_syllable(last)


def _sound_of_syllable(syllable: str) -> LastSound | None:
    if not _FIRST_SYLLABLE <= ord(syllable) <= _LAST_SYLLABLE:
        return None
    final = (ord(syllable) - _FIRST_SYLLABLE) % _FINALS
    if final == 0:
        return LastSound.VOWEL
    return LastSound.L if final == _FINAL_L else LastSound.CONSONANT


def _sound_of_number(text: str) -> LastSound | None:
    if _NUMBER.search(text) is None:
        return None
    return _sound_of_syllable(_DIGIT_NAMES[int(text[-1])])


def _sound_of_latin(text: str) -> LastSound | None:
    found = _LATIN_WORD.search(text)
    if found is None:
        return None
    word = found.group()
    reading = _latin_readings().get(word) or _latin_readings().get(word.lower())
    if reading is not None:
        return _sound_of_syllable(reading[-1])
    if not _ABBREVIATION.fullmatch(word) or word[-1] in _UNSURE_LETTERS:
        return None
    name = _LETTER_NAMES.get(word[-1])
    return LastSound.VOWEL if name is None else _sound_of_syllable(name[-1])


@cache
def _latin_readings() -> dict[str, str]:
    return {row["word"]: row["reading"] for row in rows_of("latin_readings.tsv")}


def fits(after_vowel: str, sound: LastSound) -> bool:
    """Whether a pair's shape after vowels (는, 로 …) is the one to use after `sound`.

    로 and what begins with it (로서, 로는) follow ㄹ too: 서울로.
    """
    if after_vowel.startswith("로"):
        return sound is not LastSound.CONSONANT
    return sound is LastSound.VOWEL


def with_particle(word: str, particle: str) -> str:
    """Return `word` + `particle` in the shape that fits: ("부장님", "는") gives 부장님은.

    Either shape of a pair may be given. A word whose last sound nobody can tell takes the shape
    after a vowel. 으로 becomes 로 after ㄹ too. A particle without a pair is appended as it is.
    """
    sound = last_sound(word) or LastSound.VOWEL
    for after_consonant, after_vowel in PARTICLE_PAIRS:
        if particle in {after_consonant, after_vowel}:
            return word + (after_vowel if fits(after_vowel, sound) else after_consonant)
    return word + particle
