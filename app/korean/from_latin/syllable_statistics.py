"""How likely a row of syllables is in Korean, counted in the dictionary and everyday sentences."""

import math
import re
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from app.korean.dictionary import own_entries
from app.korean.tables import DATA

_EVERYDAY: Final = DATA / "from_latin" / "everyday.tsv"
_HANGUL: Final = re.compile("[가-힣]+")
_PAIRS_KEPT: Final = 20_000
_EDGE: Final = " "
# What people write to each other counts more than the examples of the dictionary.
_WEIGHT_OF_EVERYDAY: Final = 10
_ALONE: Final = 0.1
_UNSEEN: Final = 1e-6


@cache
def _counts() -> tuple[Counter[str], Counter[str], int]:
    pairs: Counter[str] = Counter()
    singles: Counter[str] = Counter()
    written = _EVERYDAY.read_text(encoding="utf-8")
    for text, weight in [
        (written, _WEIGHT_OF_EVERYDAY),
        *((f"{entry.lemma} {entry.example} {entry.sense_ko}", 1) for entry in own_entries()),
    ]:
        for word in _HANGUL.findall(text):
            row = _EDGE + word + _EDGE
            for first, second in pairwise(row):
                pairs[first + second] += weight
                singles[first] += weight
    return pairs, singles, sum(singles.values())


@lru_cache(maxsize=_PAIRS_KEPT)
def log_chance(first: str, second: str) -> float:
    """Return the log chance that `second` follows `first`; a space is the edge of a word."""
    pairs, singles, total = _counts()
    after = pairs[first + second] / singles[first] if singles[first] else 0.0
    alone = singles[second] / total
    return math.log((1 - _ALONE) * after + _ALONE * alone + _UNSEEN)


def likelihood(word: str) -> float:
    """Return the mean log chance of the syllables of a word, its end included."""
    row = _EDGE + "".join(_HANGUL.findall(word)) + _EDGE
    chances = [log_chance(a, b) for a, b in pairwise(row)]
    return sum(chances) / len(chances)
