"""Endings known by their letters alone: where the analyser took the word for a noun (좋을세라)."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from app.korean.analysis.morpheme import Morpheme
from app.korean.reading.endings import EndingSense, ending_senses
from app.korean.style import Style

_SHORTEST_FORMAL, _SHORTEST_BELIEVED = 3, 4
_MISREAD_AS_NOUNS = frozenset({"음세", "을세", "으세"})
_PARTS_MISREAD = frozenset({"NNG", "NNP", "NR", "IC", "XR", "MM", "MAG", "VV", "EF", "EC"})


def spelled_ending(
    text: str, morphemes: tuple[Morpheme, ...], last: int, *, misread: bool
) -> tuple[str, int] | None:
    """Find the ending of the word that closes with the morpheme at `last` by its letters.

    Returns its form and the index of the word's first morpheme. `misread`: the word was surely
    taken for something else; otherwise only the longest endings are believed.
    """
    if morphemes[last].part not in _PARTS_MISREAD:
        return None
    first = next(i for i, one in enumerate(morphemes) if one.word == morphemes[last].word)
    word = unicodedata.normalize("NFD", text[morphemes[first].start : morphemes[last].end])
    for form, spelled in _unmistakable() if misread else _longest():
        if word.endswith(spelled) and len(word) > len(spelled):
            if form == morphemes[last].form:
                return None
            return form, first
    return None


@cache
def _unmistakable() -> tuple[tuple[str, str], ...]:
    """Return the endings that no noun ends in, with their letters, longest first."""
    return _with_letters(
        form
        for form, sense in ending_senses().items()
        if sense.sure
        and (
            _is_formal_and_long(form, sense)
            or form in _longest_forms()
            or form in _MISREAD_AS_NOUNS
        )
    )


@cache
def _longest() -> tuple[tuple[str, str], ...]:
    """Return the endings that are believed even where the analyser found another."""
    return _with_letters(_longest_forms())


@cache
def _longest_forms() -> frozenset[str]:
    return frozenset(
        form
        for form, sense in ending_senses().items()
        if sense.sure
        and sense.style not in {Style.HAE, Style.HAEYO}
        and len(form) >= _SHORTEST_BELIEVED
    )


def _with_letters(forms: Iterable[str]) -> tuple[tuple[str, str], ...]:
    spelled = ((form, unicodedata.normalize("NFD", form)) for form in forms)
    return tuple(sorted(spelled, key=lambda one: (-len(one[1]), one[0])))


def _is_formal_and_long(form: str, sense: EndingSense) -> bool:
    return sense.style is Style.HAPSYO and (len(form) >= _SHORTEST_FORMAL or form.startswith("ᆸ"))
