"""Takes Hangul syllables apart into initial, vowel and final consonant, and puts them together."""

from typing import Final

_FIRST: Final = ord("가")
_LAST: Final = ord("힣")
INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
# The first is no final consonant.
FINALS: Final = (
    "", "ㄱ", "ㄲ", "ㄳ", "ㄴ", "ㄵ", "ㄶ", "ㄷ", "ㄹ", "ㄺ", "ㄻ", "ㄼ", "ㄽ", "ㄾ", "ㄿ", "ㅀ",
    "ㅁ", "ㅂ", "ㅄ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
)  # fmt: skip


def is_syllable(letter: str) -> bool:
    """Whether the letter is one complete Hangul syllable."""
    return len(letter) == 1 and _FIRST <= ord(letter) <= _LAST


def apart(syllable: str) -> tuple[str, str, str]:
    """Return initial, vowel and final consonant ("" without one) of a syllable.

    Raises ValueError for anything but one complete Hangul syllable.
    """
    if not is_syllable(syllable):
        raise ValueError(f"{syllable!r} is no Hangul syllable")
    number = ord(syllable) - _FIRST
    initial, rest = divmod(number, len(VOWELS) * len(FINALS))
    vowel, final = divmod(rest, len(FINALS))
    return INITIALS[initial], VOWELS[vowel], FINALS[final]


def together(initial: str, vowel: str, final: str = "") -> str:
    """Return the syllable of these letters; raises ValueError for one that has no place in it."""
    number = INITIALS.index(initial) * len(VOWELS) + VOWELS.index(vowel)
    return chr(_FIRST + number * len(FINALS) + FINALS.index(final))


def final_of(text: str) -> str | None:
    """Return the final consonant of the text's last syllable, "" without one; None if no Hangul."""
    return apart(text[-1])[2] if text and is_syllable(text[-1]) else None


def vowel_of(text: str) -> str | None:
    """Return the vowel of the text's last syllable; None if it does not end in Hangul."""
    return apart(text[-1])[1] if text and is_syllable(text[-1]) else None


def with_final(syllable: str, final: str) -> str:
    """Return the syllable with another final consonant ("" for none)."""
    initial, vowel, _ = apart(syllable)
    return together(initial, vowel, final)
