"""The English words that could be taken for Korean typed in Latin letters."""

import re
from functools import cache
from typing import Final

from app.korean.dictionary import own_entries
from app.korean.tables import DATA

_FILE: Final = DATA / "from_latin" / "english_words.tsv"
_WORD: Final = re.compile("[a-z]+")


def is_frequent_english(word: str) -> bool:
    """Whether a word of Latin letters is English and frequent, or could be taken for Korean."""
    return word.lower() in _frequent()


def is_english(word: str) -> bool:
    """Whether a word of Latin letters is English, by the English of the dictionary too.

    That has Korean words in Latin letters as well (kimchi), which are nothing typed on Korean keys.
    """
    return is_frequent_english(word) or word.lower() in _of_the_dictionary()


@cache
def _frequent() -> frozenset[str]:
    return frozenset(_FILE.read_text(encoding="utf-8").split()[1:])


@cache
def _of_the_dictionary() -> frozenset[str]:
    texts = (f"{one.sense_en} {one.example_en}" for one in own_entries())
    return frozenset(word for text in texts for word in _WORD.findall(text.lower()))
