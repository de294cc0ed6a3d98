"""The letters that learners write for Korean sounds, and what they may stand for in Hangul.

What is written between two vowels is looked up as a whole: `mn` may be ㅁ+ㄴ, but also ㅂ+ㄴ
(imnida, 입니다). The table is the pronunciation turned round: every coda is made to meet every
onset, and the outcome romanised.
"""

from functools import cache
from typing import Final

from app.korean.pronunciation.sound_changes import Joint, end_word, meet
from app.korean.pronunciation.syllable import CODAS, ONSETS, Syllable
from app.korean.romanise import in_latin

Options = tuple[tuple[str, str, float], ...]

VOWELS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "a": (("ㅏ", 0),),
    "ae": (("ㅐ", 0), ("ㅔ", 4)),
    "ya": (("ㅑ", 0),),
    "yae": (("ㅒ", 0),),
    "eo": (("ㅓ", 0),),
    "e": (("ㅔ", 0), ("ㅐ", 1)),
    "yeo": (("ㅕ", 0),),
    "ye": (("ㅖ", 0), ("ㅔ", 2.5), ("ㅕ", 2)),
    "o": (("ㅗ", 0), ("ㅓ", 2)),
    "wa": (("ㅘ", 0),),
    "wae": (("ㅙ", 0),),
    "oe": (("ㅚ", 0),),
    "yo": (("ㅛ", 0), ("ㅕ", 2)),
    "u": (("ㅜ", 0), ("ㅡ", 2), ("ㅓ", 4)),
    "wo": (("ㅝ", 0),),
    "weo": (("ㅝ", 0),),
    "we": (("ㅞ", 1), ("ㅙ", 1), ("ㅚ", 1)),
    "wi": (("ㅟ", 0),),
    "yu": (("ㅠ", 0),),
    "eu": (("ㅡ", 0),),
    "ui": (("ㅢ", 0), ("ㅟ", 2)),
    "eui": (("ㅢ", 0),),
    "i": (("ㅣ", 0),),
    "ee": (("ㅣ", 1),),
    "oo": (("ㅜ", 1),),
    "yoo": (("ㅠ", 1),),
    "yeu": (("ㅠ", 2),),
    "ai": (("ㅐ", 3),),
}
LONGEST_VOWEL: Final = max(map(len, VOWELS))
# Other letters for a consonant, and what each costs: kimchi, jinja, oppa.
_LOOSE: Final = {
    "g": (("k", 1.5),),
    "d": (("t", 2.5),),
    "b": (("p", 2.5),),
    "j": (("ch", 2.0),),
    "r": (("l", 1.0),),
    "s": (("sh", 1.0),),
    "kk": (("gg", 0.5), ("k", 2.0)),
    "tt": (("dd", 0.5), ("t", 2.0)),
    "pp": (("bb", 0.5), ("p", 2.0)),
    "ss": (("s", 1.5),),
    "jj": (("zz", 0.5), ("tch", 0.5), ("j", 1.5), ("ch", 2.0)),
    "k": (("g", 1.5),),
    "t": (("d", 1.5), ("s", 2.0)),
    "p": (("b", 1.5),),
    "l": (("r", 1.5),),
    "ll": (("l", 1.0), ("r", 2.0)),
    "ng": (("n", 3.0),),
}
_COST_OF_RARE_CODA: Final = dict.fromkeys(("ㄳ", "ㄽ", "ㄾ", "ㄿ", "ㅋ", "ㄵ"), 2.0)
BEFORE_Y: Final = "+"
_WAYS: Final = (
    (Joint.INSIDE, False),
    (Joint.STEM_ENDING, False),
    (Joint.COMPOUND, False),
    (Joint.INSIDE, True),
)
# johayo, manhi, sirhoyo: some write the ㅎ that is not heard.
_SILENT_H: Final = {"ㅎ": "h", "ㄶ": "nh", "ㅀ": "lh"}


@cache
def between_vowels() -> dict[str, Options]:
    """Return what may be written for the consonants between two vowels: (coda, onset, cost).

    A key with BEFORE_Y at its end holds only before i and y, where ㄴ may have been put in.
    """
    found: dict[str, dict[tuple[str, str], float]] = {}
    for coda in CODAS:
        for onset in ONSETS:
            for vowel in "ㅏㅣ" if coda in {"ㄷ", "ㅌ", "ㄾ"} else "ㅏ":
                _add(found, coda, onset, vowel)
    return {latin: _by_cost(options) for latin, options in found.items()}


def _add(found: dict[str, dict[tuple[str, str], float]], coda: str, onset: str, vowel: str) -> None:
    for joint, in_noun in _WAYS if onset == "ㅎ" else _WAYS[:-1]:
        left, right = Syllable("ㅇ", "ㅏ", coda), Syllable(onset, vowel, "")
        meet(left, right, joint, in_noun=in_noun)
        rare = _COST_OF_RARE_CODA.get(coda, 0.0) + (1.5 if joint is Joint.COMPOUND else 0.0)
        _put(found, _written(left, right), (coda, onset), rare)
    if coda and onset == "ㅇ":
        left, right = Syllable("ㅇ", "ㅏ", coda), Syllable("ㄴ", vowel, "")
        meet(left, right, Joint.COMPOUND)
        spellings = [(latin + BEFORE_Y, cost) for latin, cost in _written(left, right)]
        _put(found, spellings, (coda, onset), 2.0)
    if coda in _SILENT_H and onset == "ㅇ":
        _put(found, [(_SILENT_H[coda], 0.0)], (coda, onset), 1.0)


def _written(left: Syllable, right: Syllable) -> list[tuple[str, float]]:
    """Return how the consonants between the vowels of two syllables may be written."""
    first, second = in_latin((left, right))
    return _loosened(first[1:], second.rstrip("ai"))


def _put(
    found: dict[str, dict[tuple[str, str], float]],
    spellings: list[tuple[str, float]],
    meant: tuple[str, str],
    more: float,
) -> None:
    for latin, cost in spellings:
        here = found.setdefault(latin, {})
        here[meant] = min(here.get(meant, cost + more), cost + more)


@cache
def at_start() -> dict[str, Options]:
    """Return what may be written for the consonants before the first vowel of a word."""
    found: dict[str, dict[tuple[str, str], float]] = {}
    for onset in ONSETS:
        written = in_latin((Syllable(onset, "ㅏ", ""),))[0].removesuffix("a")
        _put(found, _loosened("", written), ("", onset), 0.0)
    return {latin: _by_cost(options) for latin, options in found.items()}


@cache
def at_end() -> dict[str, Options]:
    """Return what may be written for the consonants after the last vowel of a word."""
    found: dict[str, dict[tuple[str, str], float]] = {}
    for coda in CODAS:
        syllable = Syllable("ㅇ", "ㅏ", coda)
        end_word(syllable)
        spellings = _loosened(in_latin((syllable,))[0][1:], "")
        _put(found, spellings, (coda, ""), _COST_OF_RARE_CODA.get(coda, 0.0))
    return {latin: _by_cost(options) for latin, options in found.items()}


def _loosened(coda: str, onset: str) -> list[tuple[str, float]]:
    """Return the letters for a coda and an onset, and looser letters with what they cost."""
    if (coda, onset[:1]) == ("l", "l"):
        return [("ll", 0.0), *_LOOSE["ll"]]
    ends = [(coda, 0.0), *_LOOSE.get(coda, ())]
    starts = [(onset, 0.0), *_LOOSE.get(onset, ())]
    return [(end + start, cost + more) for end, cost in ends for start, more in starts]


def _by_cost(options: dict[tuple[str, str], float]) -> Options:
    rows = ((coda, onset, cost) for (coda, onset), cost in options.items())
    return tuple(sorted(rows, key=lambda row: row[2]))
