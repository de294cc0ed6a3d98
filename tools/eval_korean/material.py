"""Reads a file of material: tab-separated, its columns named in the first line."""

import csv
from pathlib import Path

Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    """Return the rows as dicts by the names of the columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
