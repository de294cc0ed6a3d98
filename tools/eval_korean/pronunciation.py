"""How often `romanise` gives the official pronunciation, where it differs from the spelling too."""

from app.korean import romanise
from tools.eval_korean.material import Rows
from tools.eval_korean.table import Figure


def pronunciation(rows: Rows) -> list[Figure]:
    """Compare with the dictionary's pronunciation; any that it has for the word is right."""
    every = Figure("romanise: official pronunciation")
    differing = Figure("romanise: official pronunciation where it differs from the spelling")
    official: dict[str, list[str]] = {}
    for row in rows:
        official.setdefault(row["word"], []).extend(
            row["pronunciation"].replace("ː", "").split(" / ")
        )
    for word, sounds in official.items():
        said = romanise(word).pronunciation
        every.count(said in sounds)
        if word not in sounds:
            differing.count(said in sounds, f"{word}: {said} for {' / '.join(sounds)}")
    return [every, differing]
