"""Classes of nouns that rules of grammar ask about: persons, places, things, what is drunk."""

from functools import cache

from app.korean.tables import rows_of


@cache
def nouns_in(name: str) -> frozenset[str]:
    """Return the nouns of a class; raises KeyError for one that the table does not have."""
    return _classes()[name]


@cache
def _classes() -> dict[str, frozenset[str]]:
    rows = list(rows_of("grammar/nouns.tsv"))
    return {row["class"]: frozenset(row["words"].split(" ")) for row in rows}


@cache
def nouns_named(words: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the nouns that a cell of a table means, and those that it leaves out.

    Its words are nouns, classes (`@person`) and either with a minus before it.
    """
    wanted: set[str] = set()
    unwanted: set[str] = set()
    for word in words.split(" "):
        named = word.removeprefix("-")
        into = unwanted if word.startswith("-") else wanted
        into |= nouns_in(named[1:]) if named.startswith("@") else {named}
    return frozenset(wanted), frozenset(unwanted)
