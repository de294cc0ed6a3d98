"""Small classes of words that rules ask about: persons, places, times, goods, verbs of people."""

import csv
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "word_classes.tsv"


@cache
def words_in(*classes: str) -> frozenset[str]:
    """Return the words of the named classes together (verbs by their stems).

    Raises KeyError for a class that the table does not have.
    """
    table = _classes()
    return frozenset[str]().union(*(table[name] for name in classes))


@cache
def _classes() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            table.setdefault(row["class"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in table.items()}
