"""The named rules of the engine: what kind of mistake each is about, and why, in two languages."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.korean.edit import Kind

_TABLE = Path(__file__).parent / "data" / "rules.tsv"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that an edit can name, and its explanation for the learner."""

    name: str
    kind: Kind
    why_ko: str
    why_en: str


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by name."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["rule"]: Rule(row["rule"], Kind(row["kind"]), row["why_ko"], row["why_en"])
            for row in csv.DictReader(file, delimiter="\t")
        }


def rule_named(name: str) -> Rule:
    """Return the rule of this name; raises KeyError when there is none."""
    return rules()[name]
