"""Spellings that are never right, found by their letters alone (됬, 몇일, 어떻해)."""

import re
from functools import cache

from app.korean.analyser import Morpheme
from app.korean.patch import Change, Reason
from app.korean.rules import Pattern, rules
from app.korean.spelling.register import degree_in

_SYLLABLE = re.compile(r"[가-힣]")
_AROUND = re.compile(r"\(\?<?[=!][^()]*\)|\(\?:\|*\)")


def surface_errors(text: str, _: tuple[Morpheme, ...] = ()) -> list[Change]:
    """Find the spellings that a rule has a pattern for in `text`."""
    letters = set(text)
    found: list[Change] = []
    for name, pattern, needed in _patterns():
        if not needed or not needed.isdisjoint(letters):
            found += _matches(text, name, pattern)
    return found


def _matches(text: str, rule: str, pattern: Pattern) -> list[Change]:
    spans = [match.span() for match in pattern.match.finditer(text)]
    degree = degree_in(text, pattern.degree, pattern.casual) if spans else None
    if degree is None:
        return []
    return [Change(*span, pattern.becomes, (Reason(rule, degree),)) for span in spans]


@cache
def _patterns() -> tuple[tuple[str, Pattern, frozenset[str]], ...]:
    """Return every pattern with its rule and letters of which it needs one to match at all."""
    return tuple(
        (rule.name, pattern, _needed(pattern.match.pattern))
        for rule in rules().values()
        for pattern in rule.patterns
    )


def _needed(pattern: str) -> frozenset[str]:
    """Return the letters of what a match consists of, leaving out what stands around it."""
    inside = pattern
    while (shorter := _AROUND.sub("", inside)) != inside:
        inside = shorter
    return frozenset(_SYLLABLE.findall(inside))
