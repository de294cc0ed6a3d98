"""Forms that a dictionary has under another word (제, 내, 이거), and suffixes of no word (-들)."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "data" / "vocabulary"


@cache
def _dictionary_stems() -> dict[tuple[str, str], tuple[str, str]]:
    with (_FOLDER / "spoken_forms.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["spoken"], row["part"]): (row["dictionary"], row["as"]) for row in rows}


@cache
def _loose_suffixes() -> frozenset[str]:
    with (_FOLDER / "loose_suffixes.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return frozenset(row["suffix"] for row in rows)


def dictionary_stem(form: str, pos: str) -> tuple[str, str]:
    """Return the form, and its part of speech, under which a dictionary has it.

    제 of 제 친구 is 저, a pronoun, whatever the analyser calls it.

    Verbs and adjectives are given and returned without their 다.
    """
    return _dictionary_stems().get((form, pos), (form, pos))


def is_loose(suffix: str) -> bool:
    """Whether a suffix joins any noun and makes no word of it: -들, -쯤, -씩."""
    return suffix in _loose_suffixes()
