"""Endings and the words after them that belong together: -고 싶다, -(으)ㄹ 수 있다, -기 전에."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.clauses import endings_after
from app.korean.grammar.nouns import nouns_named
from app.korean.patch import Change, Reason
from app.korean.tables import rows_of

_STEMS: Final = frozenset({"VV", "VA", "XSV", "XSA"})
# Written together, -기 and 가 are a noun and its particle.
_PURPOSE: Final = "reo-gada"
# Before a noun it is short, and right: 놀기 좋아하는 아이.
_SAID_AT_THE_END: Final = frozenset({"liking-to-do"})
_SHAPES: Final = {"을": "ᆯ", "은": "ᆫ"}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Construction:
    """What stands after a stem, and what should: (form, tag) pairs, `becomes` by words.

    Only with `stems`, if there are any; `unless` are stems with which it means something else.
    """

    rule: str
    found: tuple[Pair, ...]
    becomes: tuple[tuple[Pair, ...], ...]
    stems: frozenset[str]
    unless: frozenset[str]


def construction_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find the constructions of the table and say them as it says."""
    return [
        change
        for index, one in enumerate(morphemes)
        if one.part in _STEMS
        for change in _at(text, morphemes, index)
    ]


def _at(text: str, morphemes: tuple[Morpheme, ...], stem: int) -> Iterator[Change]:
    following = morphemes[stem + 1 : stem + 2]
    begun = _SHAPES.get(following[0].form, following[0].form) if following else ""
    for construction in _constructions_by_beginning().get(begun, ()):
        end = stem + 1 + len(construction.found)
        standing = morphemes[stem + 1 : end]
        if len(standing) < len(construction.found):
            continue
        if not _is_wrong_with(construction, morphemes[stem]):
            continue
        if construction.rule == _PURPOSE and text[morphemes[stem + 1].end :][:1] != " ":
            continue
        if not all(_is(one, pair) for one, pair in zip(standing, construction.found, strict=True)):
            continue
        after = endings_after(morphemes, end - 1)
        if construction.rule in _SAID_AT_THE_END and morphemes[after - 1].tag != "EF":
            continue
        yield _mended(morphemes, stem, end, construction)
        return


def _mended(
    morphemes: tuple[Morpheme, ...], stem: int, end: int, construction: _Construction
) -> Change:
    after = endings_after(morphemes, end - 1)
    tail = tuple((one.form, one.tag) for one in morphemes[end:after])
    words = list(construction.becomes)
    words[-1] = (*words[-1], *tail)
    first = (morphemes[stem].form, morphemes[stem].tag)
    words[0] = (first, *words[0])
    return Change(
        morphemes[stem].start,
        max(one.end for one in morphemes[stem:after]),
        " ".join(join(word) for word in words),
        (Reason(construction.rule, Degree.WRONG),),
    )


def _is_wrong_with(construction: _Construction, stem: Morpheme) -> bool:
    if construction.found[-1][0] == "싶" and stem.part in {"VA", "XSA"}:
        return False
    only = construction.stems - {""}
    return stem.form not in construction.unless and (not only or stem.form in only)


def _is(one: Morpheme, pair: Pair) -> bool:
    form, tag = pair
    return _SHAPES.get(one.form, one.form) == form and one.part == tag


@cache
def _constructions_by_beginning() -> dict[str, tuple[_Construction, ...]]:
    found: dict[str, list[_Construction]] = {}
    for one in _constructions():
        found.setdefault(one.found[0][0], []).append(one)
    return {form: tuple(constructions) for form, constructions in found.items()}


@cache
def _constructions() -> tuple[_Construction, ...]:
    rows = list(rows_of("grammar/constructions.tsv"))
    return tuple(
        _Construction(
            row["rule"],
            tuple(_pair(word) for word in row["found"].split(" ")),
            tuple(
                tuple(_pair(word) for word in group.split(" "))
                for group in row["becomes"].split(" _ ")
            ),
            *nouns_named(row["stems"] or ""),
        )
        for row in rows
    )


def _pair(written: str) -> Pair:
    form, _, tag = written.partition("/")
    return form, tag
