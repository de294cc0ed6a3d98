"""Spellings that are never right, found by their letters alone (됬, 몇일, 어떻해)."""

import re
from functools import cache
from typing import NamedTuple

from app.korean.analysis.morpheme import Morpheme
from app.korean.patch import Change, Reason
from app.korean.rules import Pattern, rules
from app.korean.spelling.register import degree_in

_AROUND = re.compile(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)")
_GROUP = re.compile(r"\([^()]*\)\??")
_CLASS = re.compile(r"\[[^\]]*\]\??")
_LETTERS = re.compile(r"[가-힣]+")


class _Tried(NamedTuple):
    """A pattern, and the letters without which a text need not be tried with it.

    `core` is a row of letters that every match has; where none is sure, `any_of` holds letters of
    which a match has at least one.
    """

    rule: str
    pattern: Pattern
    core: str
    any_of: frozenset[str]


def surface_errors(text: str, _: tuple[Morpheme, ...] = ()) -> list[Change]:
    """Find the spellings that a rule has a pattern for in `text`."""
    found: list[Change] = []
    letters = frozenset(text)
    for rule, pattern, core, any_of in _patterns():
        if core in text and (core or not any_of or not any_of.isdisjoint(letters)):
            found += _matches(text, rule, pattern)
    return found


def _matches(text: str, rule: str, pattern: Pattern) -> list[Change]:
    spans = [match.span() for match in pattern.match.finditer(text)]
    degree = degree_in(text, pattern.degree, pattern.casual) if spans else None
    if degree is None:
        return []
    return [Change(*span, pattern.becomes, (Reason(rule, degree),)) for span in spans]


@cache
def _patterns() -> tuple[_Tried, ...]:
    return tuple(
        _Tried(rule.name, pattern, *_letters(pattern.match.pattern))
        for rule in rules().values()
        for pattern in rule.patterns
    )


def _letters(pattern: str) -> tuple[str, frozenset[str]]:
    """Return the longest row of letters that is sure, and all letters that may be in a match."""
    sure = _CLASS.sub(" ", pattern)
    while (shorter := _GROUP.sub(" ", sure)) != sure:
        sure = shorter
    core = "" if "|" in sure else max(_LETTERS.findall(sure), key=len, default="")
    return core, frozenset("".join(_LETTERS.findall(_AROUND.sub("", pattern))))
