"""Reads the tables of cases, which a teacher can read and correct: one line a case."""

from pathlib import Path

import pytest

_FOLDER = Path(__file__).parent


def cases(function: str) -> list[object]:
    """Return every row of `tests/korean/<function>/*.tsv` as a pytest parameter.

    A row is a dict by the names in the table's first line; a cell may be empty. The parameter is
    named after its table and line, so that a failure says where to look. A line that begins with
    `#` says what the lines after it are about.
    """
    found: list[object] = []
    for path in sorted((_FOLDER / function).glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        header = lines[0].split("\t")
        for number, line in enumerate(lines[1:], start=2):
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) > len(header):
                raise ValueError(f"{path.name}:{number} has more cells than {header}")
            cells += [""] * (len(header) - len(cells))
            row = dict(zip(header, cells, strict=True))
            found.append(pytest.param(row, id=f"{path.stem}:{number}"))
    return found


def rows(function: str) -> int:
    """Return how many cases the tables of a function have."""
    return len(cases(function))
