"""The standard pronunciation of a text: which sound every syllable has, and by which rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.korean.analysis.analyser import analyse, normalise
from app.korean.analysis.morpheme import Morpheme
from app.korean.pronunciation.citation import stem_of_citation
from app.korean.pronunciation.lexical import NOUN, Sounds, apply_words
from app.korean.pronunciation.phrases import apply_phrases, find_joints
from app.korean.pronunciation.sound_changes import Joint, end_word, meet
from app.korean.pronunciation.syllable import Syllable
from app.korean.pronunciation.word_sounds import words_of

_AFTER_LINKING_S: Final = frozenset("ㄱㄲㄷㄸㅂㅃㅅㅆㅈㅉ")
_PALATALS: Final = frozenset("ㅈㅉㅊ")


@dataclass(frozen=True, slots=True)
class Pronounced:
    """The sounds of a text: `sounds` has a syllable or None for every character of `text` (NFC).

    `rules` are the names of the rules that changed anything, in the order of their first use.
    """

    text: str
    morphemes: tuple[Morpheme, ...]
    sounds: tuple[Syllable | None, ...]
    rules: tuple[str, ...]

    @property
    def hangul(self) -> str:
        """The pronunciation written in Hangul, everything that is not Hangul as it was."""
        return "".join(
            written if said is None else _in_hangul(said)
            for written, said in zip(self.text, self.sounds, strict=True)
        )


def pronounce(text: str) -> Pronounced:
    """Return how a text is pronounced by the Standard Pronunciation (표준 발음법).

    Of two admitted pronunciations it is the first of the rules (나의 [나의], 맛있다 [마싣따]); the
    length of vowels is not shown. Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    # A 이다 or an ending that is not written has no place of its own at the end of a text.
    morphemes = tuple(one for one in analyse(text) if one.start < len(text))
    sounds = tuple(Syllable.of(character) for character in text)
    between: dict[int, Joint] = {}
    applied = [name for one in sounds if one is not None for name in _simplify_ui(one)]
    for word in _by_word(morphemes):
        applied += apply_words(text, word, sounds, between)
    applied += apply_phrases(text, morphemes, sounds)
    _mark_linking_s(text, morphemes, sounds)
    find_joints(text, morphemes, sounds, between)
    citation = stem_of_citation(text)
    if citation is not None:
        between[citation] = Joint.STEM_ENDING
    in_noun = _noun_places(text, morphemes)
    for place, left in enumerate(sounds):
        if left is None:
            continue
        joint = between.get(place, Joint.INSIDE)
        after = place + (2 if joint in {Joint.LINKED, Joint.PHRASE} else 1)
        right = sounds[after] if after < len(sounds) else None
        if right is None:
            applied += end_word(left)
        else:
            nouns = in_noun[place] and in_noun[after]
            applied += meet(left, right, joint, in_noun=nouns)
    applied += [name for one in sounds if one is not None for name in _simplify_yeo(one)]
    return Pronounced(text, morphemes, sounds, tuple(dict.fromkeys(applied)))


def _by_word(morphemes: Sequence[Morpheme]) -> list[list[Morpheme]]:
    words: list[list[Morpheme]] = []
    for one in morphemes:
        if words and words[-1][-1].word == one.word:
            words[-1].append(one)
        else:
            words.append([one])
    return words


def _noun_places(text: str, morphemes: Sequence[Morpheme]) -> list[bool]:
    places = [False] * len(text)
    for one in morphemes:
        if one.part in NOUN:
            places[one.start : one.end] = [True] * (one.end - one.start)
    return places


def _mark_linking_s(text: str, morphemes: Sequence[Morpheme], sounds: Sounds) -> None:
    """Mark the ㅅ that only links two nouns (냇가), not one that is of its word (옷걸이)."""
    for one in morphemes:
        if one.part not in {"NNG", "NNP"}:
            continue
        for place in range(one.start, one.end - 1):
            left, right = sounds[place], sounds[place + 1]
            if left is None or right is None or left.coda != "ㅅ":
                continue
            own = text[one.start : place + 1] in words_of("own-final-s")
            if right.onset in _AFTER_LINKING_S and not own:
                left.linking_s = True


def _simplify_ui(syllable: Syllable) -> list[str]:
    """Written after a consonant ㅢ is said ㅣ: 희망 [히망], but 협의 [혀븨] (article 5)."""
    if syllable.vowel == "ㅢ" and syllable.onset != "ㅇ":
        syllable.vowel, syllable.latin_vowel = "ㅣ", "ui"
        return ["vowel-simplification"]
    return []


def _simplify_yeo(syllable: Syllable) -> list[str]:
    """After ㅈ, ㅉ and ㅊ the vowel ㅕ is said ㅓ: 가져 [가저] (article 5)."""
    if syllable.vowel == "ㅕ" and syllable.onset in _PALATALS:
        syllable.vowel = "ㅓ"
        return ["vowel-simplification"]
    return []


def _in_hangul(syllable: Syllable) -> str:
    written = str(syllable)
    if not syllable.linking_s:
        return written
    return str(Syllable(syllable.onset, syllable.vowel, ""))
