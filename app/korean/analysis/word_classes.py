"""Small classes of words that rules ask about: persons, places, times, goods, verbs of people."""

from functools import cache

from app.korean.tables import rows_of


@cache
def words_in(*classes: str) -> frozenset[str]:
    """Return the words of the named classes together (verbs by their stems).

    Raises KeyError for a class that the table does not have.
    """
    table = _classes()
    return frozenset[str]().union(*(table[name] for name in classes))


@cache
def _classes() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for row in rows_of("word_classes.tsv"):
        table.setdefault(row["class"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in table.items()}
