"""What each final ending says: its speech style and the family of endings it belongs to."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.korean.style import Style

_TABLE = Path(__file__).parent / "data" / "endings.tsv"


@dataclass(frozen=True, slots=True)
class EndingSense:
    """The style an ending has, its family (statement, question, promise …), and if that is sure.

    Endings that also stand for another style (-네, -나, -군) or also join clauses (-는데, -고) are
    not sure.
    """

    style: Style
    family: str
    sure: bool


@cache
def ending_senses() -> dict[str, EndingSense]:
    """Return the table of final endings by Kiwi's form (`ᆸ니다`, `어요`)."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["ending"]: EndingSense(Style(row["style"]), row["family"], row["sure"] == "yes")
            for row in csv.DictReader(file, delimiter="\t")
        }
