"""Spellings that are never right, found by their letters alone (됬, 몇일, 어떻해)."""

from app.korean.patch import Change, Reason
from app.korean.rules import rules


def surface_errors(text: str) -> list[Change]:
    """Find the spellings that a rule has a pattern for in `text`."""
    return [
        Change(*found.span(), pattern.becomes, (Reason(rule.name, pattern.degree),))
        for rule in rules().values()
        for pattern in rule.patterns
        for found in pattern.match.finditer(text)
    ]
