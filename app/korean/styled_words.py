"""Words that have a speech style without an ending: 안녕 and 그치 are plain, 글쎄요 is polite."""

import csv
from functools import cache
from pathlib import Path

from app.korean.style import Style

_TABLE = Path(__file__).parent / "data" / "styled_words.tsv"


@cache
def styled_words() -> dict[str, Style]:
    """Return the style of each such word, as the analyser writes it."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["word"]: Style(row["style"]) for row in csv.DictReader(file, delimiter="\t")}
