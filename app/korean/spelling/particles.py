"""Particles in the wrong shape for the sound before them: 친구이, 책를, 학교으로, 3가."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.korean.analysis.analyser import analyse, noun_in_dictionary, score
from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree
from app.korean.particles import LastSound, fits, last_sound
from app.korean.patch import Change, Reason

_AFTER_CONSONANT: Final = {
    "는": "은",
    "가": "이",
    "를": "을",
    "와": "과",
    "랑": "이랑",
    "나": "이나",
    "로": "으로",
    "로서": "으로서",
    "로써": "으로써",
    "로는": "으로는",
    "로도": "으로도",
    "로만": "으로만",
    "로부터": "으로부터",
    "와는": "과는",
    "와도": "과도",
    "와의": "과의",
    "랑은": "이랑은",
    "랑도": "이랑도",
    "라도": "이라도",
    "라고": "이라고",
    "라는": "이라는",
}
_AFTER_VOWEL: Final = {
    right: wrong for wrong, right in _AFTER_CONSONANT.items() if not wrong.startswith("라")
}
_SHAPES: Final = "|".join(sorted({*_AFTER_CONSONANT, *_AFTER_VOWEL}, key=len, reverse=True))
_WORD_WITH_PARTICLE: Final = re.compile(
    rf"(?<=[0-9A-Za-z가-힣%])({_SHAPES})(?=요?(?:[^\w]|[ㅋㅎㅠㅜ]|$))"
)
_LAST_WORD: Final = re.compile(r"[^\w]*(?:[ㅋㅎㅠㅜ]+[^\w]*)*$")
# 내이, 네이 and 제이 for 내가, 네가, 제가; 나은 and 제이 are also names: of somebody with a title,
# or right before a verb (제이 만났어). Elsewhere a name without a particle is the rarer thing.
_PRONOUNS_IN_THE_WRONG_SHAPE: Final = frozenset({"내이", "네이", "제이", "나은"})
_ALSO_NAMES: Final = frozenset({"제이", "나은"})
_TITLE: Final = re.compile(r" ?(?:씨|님|언니|누나|오빠|형)|[^\w]*$")
_PARTICLES: Final = frozenset({"JX", "JKS", "JKO", "JC", "JKB", "JKC", "JKQ"})
_STEMS: Final = frozenset({"VV", "VA", "VX", "VCN", "XSV", "XSA", "EP"})
_ENDINGS: Final = frozenset({"EF", "EC", "ETM"})
_WORDS: Final = frozenset(
    {"NNG", "NNP", "NNB", "NP", "NR", "XSN", "SL", "SN", "ETN", "SW", "MAG"} | _PARTICLES
)
# Nothing but 요 follows these.
_LAST_OF_ALL: Final = frozenset({"은", "는", "가", "를"})
# 나은, 저은 and 너은 could be forms of 낫다, 젓다 and 넣다, but hardly ever are.
_PRONOUNS_LIKE_STEMS: Final = frozenset({"저", "나", "너"})
_MOTIONS: Final = frozenset({"가", "와", "나"})
# How much likelier (in log likelihood) the other shape must make the sentence.
_SMALL_MARGIN: Final = 0.5
_MARGIN: Final = 3.0
_CLAIMED_MARGIN: Final = 6.0
_WORD_MARGIN: Final = 12.0
_NEVER: Final = float("inf")


def particle_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find particles in the wrong shape.

    Only a syllable that would be the wrong shape, and that no predicate claims, is weighed; the
    other shape is accepted where the analyser sees a particle in it and a likelier sentence.
    """
    return list(_errors(text, morphemes))


def _errors(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    for match in _WORD_WITH_PARTICLE.finditer(text):
        at, shape = match.start(), match.group()
        sound = last_sound(text[text.rfind(" ", 0, at) + 1 : at])
        becomes = None if sound is None else _other_shape(shape, sound)
        if sound is None or becomes is None:
            continue
        if _is_likelier(text, morphemes, match.span(), becomes):
            rule = _rule(shape, sound)
            yield Change(at, match.end(), becomes, (Reason(rule, Degree.WRONG),))


def _rule(shape: str, sound: LastSound) -> str:
    if shape.startswith("으로") and sound is LastSound.L:
        return "ro-after-l"
    return "particle-after-vowel" if sound is LastSound.VOWEL else "particle-after-consonant"


def is_noun_in_wrong_shape(word: str) -> bool:
    """Whether the word is a noun of the dictionary with a particle in the wrong shape (짝가)."""
    for shape in (*_AFTER_CONSONANT, *_AFTER_VOWEL):
        host = word.removesuffix(shape)
        if host in {word, ""} or noun_in_dictionary(host) not in {"NNG", "NP"}:
            continue
        sound = last_sound(host)
        if sound is not None and _other_shape(shape, sound) is not None:
            return True
    return False


def _other_shape(shape: str, sound: LastSound) -> str | None:
    """Return the shape that the sound asks for, None where `shape` is that one."""
    if shape in _AFTER_CONSONANT:
        return None if fits(shape, sound) else _AFTER_CONSONANT[shape]
    other = _AFTER_VOWEL[shape]
    return other if fits(other, sound) else None


def _margin(text: str, morphemes: tuple[Morpheme, ...], span: tuple[int, int]) -> float | None:
    """Return how much likelier the other shape must be; None where it cannot be meant.

    It cannot where a stem reaches up to the syllable (가는, 있나), or where a verb of motion
    follows the place it leads to without a space (집가).
    """
    at, end = span
    if _has_particle(morphemes, at, end):
        return 0.0
    if _is_the_way(text, morphemes, span):
        return None
    seen_as_word = False
    claimed = False
    for index, one in enumerate(morphemes):
        if not one.start < at <= one.end:
            continue
        seen_as_word = seen_as_word or (one.end == at and one.part in _WORDS)
        if any(noun.tag == "ETN" and noun.end == at for noun in morphemes[index + 1 : index + 2]):
            continue
        if one.part in _STEMS and text[one.start : one.end] not in _PRONOUNS_LIKE_STEMS:
            claimed = True
            if one.end == at and _is_plain_stem(text, morphemes, index):
                return None
        claimed = claimed or (one.part in _ENDINGS and one.end > at)
    if seen_as_word:
        return _SMALL_MARGIN
    return _CLAIMED_MARGIN if claimed else _MARGIN


def _is_the_way(text: str, morphemes: tuple[Morpheme, ...], span: tuple[int, int]) -> bool:
    """Whether 가, 와 or 나 is the verb, right after the place that it leads to: 집가, 집가서."""
    at, end = span
    noun = text[text.rfind(" ", 0, at) + 1 : at]
    if noun not in words_in("destination") or text[at:end] not in _MOTIONS:
        return False
    moving = any(one.start == at and one.part == "VV" for one in morphemes)
    return moving or _LAST_WORD.match(text, end) is not None


def _is_plain_stem(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether a regular stem stands where stems stand: at a word's head or after an ending."""
    stem = morphemes[index]
    if "-" in stem.tag or stem.part == "EP":
        return stem.part == "EP"
    if stem.start == 0 or text[stem.start - 1] == " " or stem.part in {"XSV", "XSA"}:
        return True
    return index > 0 and morphemes[index - 1].part in {"EC", "EP", "MAG", "VV", "VA"}


def _is_likelier(
    text: str, morphemes: tuple[Morpheme, ...], span: tuple[int, int], becomes: str
) -> bool:
    margin = _margin(text, morphemes, span)
    if margin is None:
        return False
    at, end = span
    if text[at - 1] == "%":
        return True
    candidate = text[:at] + becomes + text[end:]
    if not _has_particle(analyse(candidate), at, at + len(becomes)):
        return False
    gain = score(candidate) - score(text)
    return gain >= margin and gain >= _margin_of_one_word(text, morphemes, span)


def _margin_of_one_word(text: str, morphemes: tuple[Morpheme, ...], span: tuple[int, int]) -> float:
    """Return how much likelier the other shape must be where noun and particle may be one word.

    물가, 음악가 and 노을 are nouns; 지은 and 제이 are names, as many a syllable with 은 or 이.
    """
    at, end = span
    start = text.rfind(" ", 0, at) + 1
    host, shape = text[start:at], text[at:end]
    if len(shape) > 1 or not host:
        return 0.0
    if host + shape in _PRONOUNS_IN_THE_WRONG_SHAPE:
        met = _is_before_a_verb(morphemes, end) or _TITLE.match(text, end) is not None
        return _NEVER if met and host + shape in _ALSO_NAMES else 0.0
    a_name = len(host) == 1 and shape in {"은", "이"} and host in words_in("syllable-of-names")
    if a_name and not _is_bound_noun(morphemes, start):
        return _NEVER
    known = noun_in_dictionary(host + shape)
    if known == "NNP" and len(host) == 1 and shape in {"은", "이", "을"}:
        return _NEVER
    return _WORD_MARGIN if known == "NNG" else 0.0


def _is_before_a_verb(morphemes: tuple[Morpheme, ...], end: int) -> bool:
    """Whether the first morpheme after `end` is a verb or an adjective."""
    after = next((one for one in morphemes if one.start >= end), None)
    return after is not None and after.part in {"VV", "VA"}


def _is_bound_noun(morphemes: tuple[Morpheme, ...], start: int) -> bool:
    """Whether a noun such as 수 or 때, which follows a verb (할 수), stands at `start`."""
    return any(
        one.start == start and one.tag == "NNB" and before.tag == "ETM"
        for before, one in pairwise(morphemes)
    )


def _has_particle(morphemes: tuple[Morpheme, ...], start: int, end: int) -> bool:
    """Whether [start, end) is a particle, or two (으로는), glued to a word."""
    inside = [one for one in morphemes if start <= one.start < end]
    hosts = _WORDS | _ENDINGS
    return (
        bool(inside)
        and inside[0].start == start
        and inside[-1].end == end
        and all(one.tag in _PARTICLES for one in inside)
        and any(
            one.end == start and one.part in hosts and one.form not in _LAST_OF_ALL
            for one in morphemes
        )
    )
