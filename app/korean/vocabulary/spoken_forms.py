"""Forms that a dictionary has under another word (제, 내, 이거), and suffixes of no word (-들)."""

from functools import cache

from app.korean.tables import rows_of


@cache
def _dictionary_stems() -> dict[tuple[str, str], tuple[str, str]]:
    rows = rows_of("vocabulary/spoken_forms.tsv")
    return {(row["spoken"], row["part"]): (row["dictionary"], row["as"]) for row in rows}


@cache
def _loose_suffixes() -> frozenset[str]:
    rows = rows_of("vocabulary/loose_suffixes.tsv")
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
