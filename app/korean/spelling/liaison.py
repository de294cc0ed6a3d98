"""Final consonants of nouns, written where they are heard: 바블, 음시글, 지베, 사람드리."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from app.korean.analysis.analyser import score
from app.korean.analysis.morpheme import Morpheme
from app.korean.dictionary import own_entries
from app.korean.edit import Degree
from app.korean.patch import Change, Reason, changed
from app.korean.spelling.register import is_casual
from app.korean.spelling.syllables import FINALS, INITIALS, apart, final_of, together, with_final

_WORD: Final = re.compile(r"[가-힣]{2,}")
_PARTICLES: Final = frozenset(
    {
        "을", "은", "이", "에", "에서", "에는", "에도", "에게", "으로", "으로는", "이랑", "이나",
        "이에요", "입니다", "이다", "이고", "이라서",
    }
)  # fmt: skip
_CLOSED_CLASSES: Final = frozenset({"MM", "MAJ", "MAG", "VCN", "NP", "NNB"})
# The hair, not 앞으로.
_OTHER_WORDS: Final = frozenset({"아프로"})
_LONGEST: Final = 3
_MARGIN: Final = 5.0
_REASONS: Final = (Reason("as-it-sounds", Degree.WRONG),)


def liaison_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find common nouns whose final consonant was written with the particle after it.

    Only in a text written with care, and only where the analyser sees no particle as it stands.
    """
    if is_casual(text):
        return []
    found: list[Change] = []
    for match in _WORD.finditer(text):
        if match.group() in _OTHER_WORDS:
            continue
        for change in _moved_back(match.group(), match.start()):
            at = change.start + 1
            if (
                not _is_read_so(morphemes, at)
                and score(changed(text, [change])) - score(text) > _MARGIN
            ):
                found.append(change)
                break
    return found


def _is_read_so(morphemes: tuple[Morpheme, ...], at: int) -> bool:
    """Whether a particle or ending begins at `at`, or a closed-class word (다른) spans it."""
    return any(
        (one.start == at and one.part[0] in "JE")
        or (one.start < at < one.end and one.tag in _CLOSED_CLASSES)
        for one in morphemes
    )


def _moved_back(word: str, start: int) -> Iterator[Change]:
    """Yield the readings of `word` as a noun with a final consonant and a particle."""
    for at in range(max(1, len(word) - _LONGEST), len(word)):
        if word[at] not in _first_syllables() or final_of(word[:at]) != "":
            continue
        initial, vowel, final = apart(word[at])
        particle = together("ㅇ", vowel, final) + word[at + 1 :]
        last = with_final(word[at - 1], initial)
        noun = word[: at - 1] + last
        if particle in _PARTICLES and noun.removesuffix("들") in _nouns():
            first = start + at - 1
            yield Change(first, start + at + 1, last + particle[0], _REASONS)


@cache
def _first_syllables() -> frozenset[str]:
    """Return the first syllables of the particles with each consonant that may move to them."""
    return frozenset(
        together(initial, *apart(particle[0])[1:])
        for particle in _PARTICLES
        for initial in INITIALS
        if initial != "ㅇ" and initial in FINALS
    )


@cache
def _nouns() -> frozenset[str]:
    return frozenset(one.lemma for one in own_entries() if one.pos == "noun")
