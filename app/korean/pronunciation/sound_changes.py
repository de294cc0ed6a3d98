"""What two neighbouring syllables do to each other: the rules of chapters 4 to 6."""

from enum import Enum, auto
from typing import Final

from app.korean.pronunciation.syllable import Syllable


class Joint(Enum):
    """How two neighbouring syllables belong together."""

    INSIDE = auto()
    """Within a morpheme, or before a particle or suffix: a final consonant moves over as it is."""
    STEM_ENDING = auto()
    """The stem of a verb or adjective, and its ending."""
    COMPOUND = auto()
    """Two words in one: the final consonant is first said as it would be at the end of a word."""
    LINKED = auto()
    """Two words in one breath with a space between (못 먹어)."""
    PHRASE = auto()
    """The same, but romanised word by word (밥 먹어 [밤 머거] bap meogeo)."""


TENSE: Final = {"ㄱ": "ㄲ", "ㄷ": "ㄸ", "ㅂ": "ㅃ", "ㅅ": "ㅆ", "ㅈ": "ㅉ"}
_LATIN_OF_PLAIN: Final = {"ㄱ": "g", "ㄷ": "d", "ㅂ": "b", "ㅅ": "s", "ㅈ": "j"}
_ASPIRATED: Final = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
_CLUSTERS: Final = {
    "ㄳ": ("ㄱ", "ㅅ"),
    "ㄵ": ("ㄴ", "ㅈ"),
    "ㄶ": ("ㄴ", "ㅎ"),
    "ㄺ": ("ㄹ", "ㄱ"),
    "ㄻ": ("ㄹ", "ㅁ"),
    "ㄼ": ("ㄹ", "ㅂ"),
    "ㄽ": ("ㄹ", "ㅅ"),
    "ㄾ": ("ㄹ", "ㅌ"),
    "ㄿ": ("ㄹ", "ㅍ"),
    "ㅀ": ("ㄹ", "ㅎ"),
    "ㅄ": ("ㅂ", "ㅅ"),
}
# Of two final consonants one is said, not always the first.
_SAID_OF_CLUSTER: Final = {"ㄺ": "ㄱ", "ㄻ": "ㅁ", "ㄿ": "ㅍ"}
_AT_THE_END: Final = {
    **dict.fromkeys("ㄲㅋ", "ㄱ"),
    **dict.fromkeys("ㅅㅆㅈㅊㅌㅎ", "ㄷ"),
    "ㅍ": "ㅂ",
}
_NASAL: Final = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
_PALATAL: Final = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}
_LATIN_STOPS: Final = {"ㄱ": "k", "ㄷ": "t", "ㅂ": "p"}
_LATIN_CODAS: Final = {**_LATIN_STOPS, "ㄴ": "n", "ㄹ": "l", "ㅁ": "m", "ㅇ": "ng"}
_LATIN_ONSETS: Final = {"ㅇ": "", "ㅎ": "h", "ㄴ": "n", "ㅁ": "m"}
_OVER_A_SPACE: Final = frozenset({Joint.LINKED, Joint.PHRASE})
# After these finals of a stem an ending's ㄱ ㄷ ㅅ ㅈ is tense (앉고, 넘다, 넓게, 핥지).
_TENSING_STEMS: Final = frozenset({"ㄴ", "ㄵ", "ㅁ", "ㄻ", "ㄼ", "ㄾ"})
_TENSED_IN_ENDINGS: Final = frozenset("ㄱㄷㅅㅈ")
_ONE_WORD: Final = frozenset({Joint.INSIDE, Joint.STEM_ENDING})
_PALATALISING: Final = frozenset("ㅣㅕ")
_H_FINALS: Final = frozenset({"ㅎ", "ㄶ", "ㅀ"})


def tense(syllable: Syllable) -> bool:
    """Make a plain first consonant tense; romanised it stays plain. False where it is not plain."""
    if syllable.onset not in TENSE:
        return False
    if syllable.latin_onset is None:
        syllable.latin_onset = _LATIN_OF_PLAIN[syllable.onset]
    syllable.onset = TENSE[syllable.onset]
    return True


def at_the_end(coda: str) -> str:
    """Return which of the seven sounds ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅇ a coda has at the end of a word."""
    if coda in _CLUSTERS:
        coda = _SAID_OF_CLUSTER.get(coda, _CLUSTERS[coda][0])
    return _AT_THE_END.get(coda, coda)


def end_word(syllable: Syllable) -> list[str]:
    """Say the coda as at the end of a word; returns the names of the rules."""
    was = syllable.coda
    syllable.coda = at_the_end(was)
    if syllable.coda == was:
        return []
    return ["cluster-simplification" if was in _CLUSTERS else "final-neutralisation"]


def meet(left: Syllable, right: Syllable, joint: Joint, *, in_noun: bool = False) -> list[str]:
    """Change two neighbours the way they sound together; returns the names of the rules.

    `in_noun` says that both are part of a noun, where the Revised Romanisation writes ㅎ.
    """
    if not left.coda:
        return []
    applied: list[str] = []
    if joint in _OVER_A_SPACE | {Joint.COMPOUND} and right.onset in "ㅇㅎ":
        applied += end_word(left)
    if joint in _OVER_A_SPACE and (joint is Joint.PHRASE or right.onset in "ㅇㅎ"):
        left.latin_coda = _LATIN_CODAS[at_the_end(left.coda)]
        if right.latin_onset is None:
            right.latin_onset = _LATIN_ONSETS.get(right.onset)
    if right.onset == "ㅇ":
        return applied + _before_vowel(left, right, joint)
    if right.onset == "ㅎ":
        return applied + _before_h(left, right, joint, in_noun=in_noun)
    if left.coda in _H_FINALS:
        return applied + _after_h(left, right)
    return applied + _before_consonant(left, right, joint)


def _before_vowel(left: Syllable, right: Syllable, joint: Joint) -> list[str]:
    """Say a final consonant with the next vowel (articles 13 to 17)."""
    if left.coda == "ㅇ":
        return []
    applied: list[str] = []
    if left.coda in _H_FINALS:
        left.coda = _CLUSTERS[left.coda][0] if left.coda in _CLUSTERS else ""
        applied.append("h-dropping")
        if not left.coda:
            return applied
    stays, moves = _CLUSTERS.get(left.coda, ("", left.coda))
    if moves in _PALATAL and right.vowel in _PALATALISING and joint in _ONE_WORD:
        left.coda, right.onset = stays, _PALATAL[moves]
        return [*applied, "palatalisation"]
    left.coda, right.onset = stays, moves
    applied.append("liaison")
    if stays and moves == "ㅅ" and tense(right):
        applied.append("tensing")
    return applied


def _before_h(left: Syllable, right: Syllable, joint: Joint, *, in_noun: bool) -> list[str]:
    """Make a final ㄱ, ㄷ, ㅂ or ㅈ and ㅎ one aspirated consonant (articles 12 and 17)."""
    stays, moves = _CLUSTERS.get(left.coda, ("", left.coda))
    if moves == "ㅅ" and stays:
        stays, moves = "", stays
    if moves not in _ASPIRATED:
        moves = _AT_THE_END.get(moves, moves)
    if moves not in _ASPIRATED:
        return end_word(left)
    left.coda, right.onset = stays, _ASPIRATED[moves]
    if in_noun and moves in _LATIN_STOPS and right.latin_onset is None:
        right.latin_onset = _LATIN_STOPS[moves] + "h"
    if moves == "ㄷ" and right.vowel in _PALATALISING and joint is Joint.INSIDE and not in_noun:
        right.onset = "ㅊ"
        return ["aspiration", "palatalisation"]
    return ["aspiration"]


def _after_h(left: Syllable, right: Syllable) -> list[str]:
    """Join a final ㅎ and the consonant after it (article 12)."""
    stays = _CLUSTERS[left.coda][0] if left.coda in _CLUSTERS else ""
    if right.onset in _ASPIRATED and right.onset != "ㅂ":
        left.coda, right.onset = stays, _ASPIRATED[right.onset]
        return ["aspiration"]
    if right.onset == "ㅅ":
        left.coda = stays
        tense(right)
        return ["h-dropping", "tensing"]
    if right.onset == "ㄴ":
        left.coda = stays or "ㄴ"
        return ["h-dropping" if stays else "nasalisation", *_sonorants(left, right)]
    left.coda = stays or "ㄷ"
    return ["h-dropping", *_sonorants(left, right)]


def _before_consonant(left: Syllable, right: Syllable, joint: Joint) -> list[str]:
    applied: list[str] = []
    if joint is Joint.STEM_ENDING:
        if left.coda in _TENSING_STEMS and right.onset in _TENSED_IN_ENDINGS and tense(right):
            applied.append("tensing")
        if left.coda == "ㄺ" and right.onset in "ㄱㄲ":
            left.coda = "ㄹ"
            tense(right)
            return ["cluster-simplification", "tensing"]
    if left.coda == "ㄼ" and left.onset in "ㅂㅃ" and left.vowel == "ㅏ":
        left.coda = "ㅂ"
        applied.append("cluster-simplification")
    applied += end_word(left)
    if left.coda in _NASAL and tense(right):
        applied.append("tensing")
    return applied + _sonorants(left, right)


def _sonorants(left: Syllable, right: Syllable) -> list[str]:
    """Make stops nasal before ㄴ and ㅁ, ㄹ after them ㄴ, ㄴ beside ㄹ ㄹ (articles 18 to 20)."""
    applied: list[str] = []
    if right.onset == "ㄹ" and left.coda in "ㄱㄷㅂㅁㅇ":
        right.onset = "ㄴ"
        applied.append("nasalisation")
    if right.onset in "ㄴㅁ" and left.coda in _NASAL:
        left.coda = _NASAL[left.coda]
        applied.append("nasalisation")
    if (left.coda, right.onset) in {("ㄴ", "ㄹ"), ("ㄹ", "ㄴ")}:
        left.coda = right.onset = "ㄹ"
        applied.append("lateralisation")
    return applied
