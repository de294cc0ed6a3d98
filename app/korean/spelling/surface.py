"""Spellings that are never right, found by their letters alone (됬, 몇일, 어떻해)."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.korean.edit import Degree
from app.korean.patch import Change, Reason

_TABLE = Path(__file__).parent.parent / "data" / "spelling.tsv"


@dataclass(frozen=True, slots=True)
class SurfaceRule:
    """What a pattern matches becomes this, by the rule of that name."""

    reason: Reason
    pattern: re.Pattern[str]
    becomes: str


@cache
def surface_rules() -> tuple[SurfaceRule, ...]:
    """Return the table of spellings."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            SurfaceRule(
                Reason(row["rule"], Degree(row["degree"])),
                re.compile(row["pattern"]),
                row["becomes"],
            )
            for row in csv.DictReader(file, delimiter="\t")
        )


def surface_errors(text: str) -> list[Change]:
    """Find the spellings of the table in `text`."""
    return [
        Change(*match.span(), one.becomes, (one.reason,))
        for one in surface_rules()
        for match in one.pattern.finditer(text)
    ]
