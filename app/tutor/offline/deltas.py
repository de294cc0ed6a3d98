"""Cuts a finished reply into the small pieces a page shows one after another."""

import re
from collections.abc import Iterator
from typing import Final

# A word with the white space after it. Syllables, emoji with their joiners and combining marks
# stay whole, because a cut is only made where white space ends.
_WORD: Final = re.compile(r"\s*\S+\s*")


def deltas(text: str) -> Iterator[str]:
    """Yield the text word by word; the pieces joined give the text again, to the letter.

    A grapheme is never cut in two. Text of white space only is one piece, empty text is none.
    """
    end = 0
    for match in _WORD.finditer(text):
        end = match.end()
        yield match.group()
    if end < len(text):
        yield text[end:]
