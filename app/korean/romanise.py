"""Writes Korean in Latin letters by the Revised Romanisation, from how it is pronounced."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.korean.pronunciation.pronounce import Pronounced, pronounce
from app.korean.pronunciation.proper_names import names_at
from app.korean.pronunciation.sound_changes import at_the_end
from app.korean.pronunciation.syllable import ONSETS, VOWELS, Syllable

_ONSETS: Final = dict(
    zip(
        ONSETS,
        ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", *"ktph"],
        strict=True,
    )
)
_VOWELS: Final = dict(
    zip(
        VOWELS,
        [
            *("a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae"),
            *("oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"),
        ],
        strict=True,
    )
)
_CODAS: Final = {
    "": "",
    "ㄱ": "k",
    "ㄴ": "n",
    "ㄷ": "t",
    "ㄹ": "l",
    "ㅁ": "m",
    "ㅂ": "p",
    "ㅇ": "ng",
}


@dataclass(frozen=True, slots=True)
class Romanised:
    """A text in Latin letters and how it is pronounced, in Hangul (독립: dongnip, 동닙).

    `rules` are names of `data/pronunciation/rules.toml`, in the order of their first use.
    """

    text: str
    romanised: str
    pronunciation: str
    rules: tuple[str, ...]


def romanise(text: str) -> Romanised:
    """Return the text (as NFC) in the Revised Romanisation, and its pronunciation.

    The romanisation follows the pronunciation, other than that tensing is not written (팔당
    Paldang), that nouns keep ㅎ (묵호 Mukho) and that words stay apart where speech links them
    (못 해요 [모 태요] mot haeyo; 밥 먹어 [밤 머거] bap meogeo). ㅢ is ui even where it is said ㅣ
    (희망 [히망] huimang). Proper names have a capital, and a person's name is written as it
    is spelt, the family name apart (한복남 Han Boknam). What is not Hangul is left as it is.
    Raises AnalyserNotLoadedError before `load`.
    """
    said = pronounce(text)
    return Romanised(said.text, _text_in_latin(said), said.hangul, said.rules)


def _text_in_latin(said: Pronounced) -> str:
    starts = names_at(said.text, said.morphemes)
    given_at = {start + len(family) for start, family in starts.items() if family}
    _keep_spelling_of_names(said, given_at)
    written: list[str] = []
    after_l = False
    for place, syllable in enumerate(said.sounds):
        if syllable is None:
            written.append(said.text[place])
            after_l = after_l and said.text[place] == " "
            continue
        letters = _syllable_in_latin(syllable, after_l=after_l)
        after_l = syllable.coda == "ㄹ"
        if place in given_at:
            written.append(" ")
        written.append(letters.capitalize() if place in starts or place in given_at else letters)
    return "".join(written)


def in_latin(sounds: Sequence[Syllable]) -> list[str]:
    """Return the letters of each syllable of a row that is said without a break."""
    after_l = [False, *(one.coda == "ㄹ" for one in sounds)]
    return [
        _syllable_in_latin(one, after_l=after) for one, after in zip(sounds, after_l, strict=False)
    ]


def _syllable_in_latin(syllable: Syllable, *, after_l: bool) -> str:
    onset, coda = syllable.latin_onset, syllable.latin_coda
    if onset is None:
        onset = "l" if syllable.onset == "ㄹ" and after_l else _ONSETS[syllable.onset]
    vowel = syllable.latin_vowel or _VOWELS[syllable.vowel]
    return onset + vowel + (_CODAS[syllable.coda] if coda is None else coda)


def _keep_spelling_of_names(said: Pronounced, given_at: set[int]) -> None:
    """Within a person's name no change of sound is written (한복남 Han Boknam)."""
    for place in given_at:
        for here, following in ((place - 1, place), (place, place + 1)):
            left, right = said.sounds[here], said.sounds[following : following + 1]
            written = Syllable.of(said.text[here])
            if left is None or written is None or not right or right[0] is None:
                continue
            spelt = Syllable.of(said.text[following])
            if spelt is not None and (spelt.onset != "ㅇ" or following == place):
                left.latin_coda = _CODAS[at_the_end(written.coda)]
                right[0].latin_onset = _ONSETS[spelt.onset]
