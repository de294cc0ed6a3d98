"""Takes a Hangul syllable apart into its letters, and puts it together again."""

from dataclasses import dataclass
from typing import Final

ONSETS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS: Final = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FIRST: Final = ord("가")
_LAST: Final = ord("힣")
_CODAS_A_VOWEL: Final = len(CODAS)
_SYLLABLES_AN_ONSET: Final = len(VOWELS) * len(CODAS)


@dataclass(slots=True)
class Syllable:
    """The letters of one syllable, which the rules of pronunciation change in place.

    A syllable without a consonant before its vowel has the onset ㅇ, one without a final consonant
    the coda "". `latin_onset`, `latin_vowel` and `latin_coda` are what to romanise instead of the
    letters, where the Revised Romanisation does not follow the sound (tensing; ㅎ in nouns; ㅢ;
    words kept apart).
    `linking_s` marks the ㅅ of a compound (냇가), which may be left unsaid.
    """

    onset: str
    vowel: str
    coda: str
    latin_onset: str | None = None
    latin_vowel: str | None = None
    latin_coda: str | None = None
    linking_s: bool = False

    @classmethod
    def of(cls, character: str) -> "Syllable | None":
        """Return the letters of a whole Hangul syllable, None for any other character."""
        if not _FIRST <= ord(character) <= _LAST:
            return None
        number = ord(character) - _FIRST
        onset, rest = divmod(number, _SYLLABLES_AN_ONSET)
        vowel, coda = divmod(rest, _CODAS_A_VOWEL)
        return cls(ONSETS[onset], VOWELS[vowel], CODAS[coda])

    def __str__(self) -> str:
        """Return the syllable as one character."""
        return compose(self.onset, self.vowel, self.coda)


def compose(onset: str, vowel: str, coda: str = "") -> str:
    """Return the syllable of these letters as one character.

    Raises ValueError when a letter cannot stand in its place (ㄸ as a coda).
    """
    number = ONSETS.index(onset) * _SYLLABLES_AN_ONSET + VOWELS.index(vowel) * _CODAS_A_VOWEL
    return chr(_FIRST + number + CODAS.index(coda))


def is_syllable(character: str) -> bool:
    """Whether the character is a whole Hangul syllable."""
    return _FIRST <= ord(character) <= _LAST
