"""Joins the words of a phrase that the dictionary has as one entry: 예의 바르다, 마음에 들다."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.korean.dictionary import Entry, dictionary, own_entries

_PARTICLES: Final = ("에게", "으로", "에", "을", "를", "이", "가", "로")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An entry of several words: their dictionary forms, and the entry."""

    lemmas: tuple[str, ...]
    entry: Entry


def phrase_at(lemmas: tuple[str, ...], index: int) -> Phrase | None:
    """Return the longest phrase whose words stand in `lemmas` from `index` on, one by one."""
    found = (
        one
        for one in _phrases().get(lemmas[index], ())
        if lemmas[index : index + len(one.lemmas)] == one.lemmas
    )
    return max(found, key=lambda one: len(one.lemmas), default=None)


@cache
def _phrases() -> dict[str, tuple[Phrase, ...]]:
    """Return the phrases by their first word; those of the project's own dictionary only."""
    return _by_first_word(entry for entry in own_entries() if " " in entry.lemma)


def _by_first_word(entries: Iterable[Entry]) -> dict[str, tuple[Phrase, ...]]:
    grouped: dict[str, tuple[Phrase, ...]] = {}
    for entry in entries:
        *first, last = entry.lemma.split(" ")
        lemmas = (*map(_without_particle, first), last)
        grouped[lemmas[0]] = (*grouped.get(lemmas[0], ()), Phrase(lemmas, entry))
    return grouped


def _without_particle(word: str) -> str:
    """Return 마음 for 마음에; a word that the dictionary has stays as it is."""
    if dictionary(word):
        return word
    return next(
        (
            word.removesuffix(particle)
            for particle in _PARTICLES
            if word.endswith(particle) and dictionary(word.removesuffix(particle))
        ),
        word,
    )
