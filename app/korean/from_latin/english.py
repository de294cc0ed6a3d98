"""The English words that could be taken for Korean in Latin letters."""

from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parent.parent / "data" / "from_latin" / "english_words.tsv"


def is_english(word: str) -> bool:
    """Whether a word of Latin letters is a frequent English one."""
    return word.lower() in _words()


@cache
def _words() -> frozenset[str]:
    return frozenset(_FILE.read_text(encoding="utf-8").split()[1:])
