"""Cuts a long text into pieces that can be weighed by themselves."""

import re
from collections.abc import Iterator
from typing import Final

from app.korean.reading.quotation import quoted_spans

# Half a message as long as it may be: shorter texts are looked at whole.
LONGEST: Final = 250
_SENTENCE_END: Final = re.compile(r"[.?!…~]+\s+|\n+")
_SPACE: Final = re.compile(r"\s+")


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each piece of `text` begins, and the piece; together they are the text.

    A piece ends after a sentence where it can, else after a word, never inside quotation marks
    shorter than a piece, and has at most `LONGEST` characters.
    """
    quoted = quoted_spans(text)
    start = 0
    while len(text) - start > LONGEST:
        end = _last(_SENTENCE_END, text, start, quoted) or _last(_SPACE, text, start, ())
        end = end or start + LONGEST
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _last(
    pattern: re.Pattern[str], text: str, start: int, quoted: tuple[tuple[int, int], ...]
) -> int | None:
    """Return the last place within a piece's length where the pattern lets a piece end."""
    ends = (match.end() for match in pattern.finditer(text, start, start + LONGEST))
    return max(
        (end for end in ends if not any(first < end < last for first, last in quoted)),
        default=None,
    )
