"""How often `romanise` gives the official pronunciation, where it differs from the spelling too."""

from app.korean import romanise
from tools.eval_korean.material import Rows
from tools.eval_korean.table import Figure


def pronunciation(rows: Rows) -> list[Figure]:
    """Compare with the dictionary's pronunciation; any of its alternatives is right."""
    every = Figure("romanise: official pronunciation")
    differing = Figure("romanise: official pronunciation where it differs from the spelling")
    for row in rows:
        official = row["pronunciation"].replace("ː", "").split(" / ")
        said = romanise(row["word"]).pronunciation
        miss = f"{row['word']} ({row['pos']}): {said} for {' / '.join(official)}"
        every.count(said in official)
        if row["word"] not in official:
            differing.count(said in official, miss)
    return [every, differing]
