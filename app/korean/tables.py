"""Reads the tables of the engine: tab separated, columns named in the first line."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data"


def rows_of(table: str | Path) -> Iterator[dict[str, str]]:
    """Yield the rows of `data/<table>`, or of a file anywhere, by the names of the columns.

    Lines that begin with `#` say what the lines after them are about. Quotation marks are letters.
    """
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
