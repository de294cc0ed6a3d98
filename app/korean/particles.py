"""Particles whose shape depends on the last sound before them: 은/는, 이/가, 을/를."""

from typing import Final

_FIRST_SYLLABLE: Final = ord("가")
_LAST_SYLLABLE: Final = ord("힣")
_FINALS: Final = 28
_FINAL_L: Final = 8

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


def final_consonant(text: str) -> bool | None:
    """Whether the text ends in a syllable with a final consonant; None if it ends otherwise."""
    if not text or not _FIRST_SYLLABLE <= ord(text[-1]) <= _LAST_SYLLABLE:
        return None
    return (ord(text[-1]) - _FIRST_SYLLABLE) % _FINALS != 0


def with_particle(word: str, particle: str) -> str:
    """Return `word` + `particle` in the shape that fits: ("부장님", "는") gives 부장님은.

    Either shape of a pair may be given. A word that does not end in Hangul takes the shape after a
    vowel. 으로 becomes 로 after ㄹ too. A particle without a pair is appended as it is.
    """
    for after_consonant, after_vowel in PARTICLE_PAIRS:
        if particle not in {after_consonant, after_vowel}:
            continue
        closed = bool(final_consonant(word))
        if after_vowel == "로" and closed:
            closed = (ord(word[-1]) - _FIRST_SYLLABLE) % _FINALS != _FINAL_L
        return word + (after_consonant if closed else after_vowel)
    return word + particle
