"""Words that tell what a sentence is: good news or bad, praise, affection, empty nouns."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parent / "lines" / "signs.toml"


@dataclass(frozen=True, slots=True)
class Signs:
    """The word lists; `praise` and `affection` match from the start of a sentence."""

    good: frozenset[str]
    bad: frozenset[str]
    empty_nouns: frozenset[str]
    address_nouns: frozenset[str]
    praise: re.Pattern[str]
    affection: re.Pattern[str]


@cache
def signs() -> Signs:
    """Return the word lists; reads the data file on the first call."""
    data: dict[str, list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Signs(
        good=frozenset(data["good"]),
        bad=frozenset(data["bad"]),
        empty_nouns=frozenset(data["empty_nouns"]),
        address_nouns=frozenset(data["address_nouns"]),
        praise=re.compile("|".join(data["praise"])),
        affection=re.compile("|".join(data["affection"])),
    )
