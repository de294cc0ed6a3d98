"""Words that have a speech style without an ending: 안녕 and 그치 are plain, 글쎄요 is polite."""

from functools import cache

from app.korean.style import Style
from app.korean.tables import rows_of


@cache
def styled_words() -> dict[str, Style]:
    """Return the style of each such word, as the analyser writes it."""
    return {row["word"]: Style(row["style"]) for row in rows_of("styled_words.tsv")}
