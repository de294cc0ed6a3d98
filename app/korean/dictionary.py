"""The project's own core Korean-English dictionary: everyday words, written for learners."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "dictionary"


@dataclass(frozen=True, slots=True)
class Entry:
    """One word in its dictionary form.

    `pos` is noun, pronoun, verb, adjective, adverb, determiner or interjection; `level` 1 to 6
    (shown as beginner 1-2, intermediate 3-4, advanced 5-6). The example is in 해요체.
    """

    lemma: str
    pos: str
    level: int
    sense_ko: str
    sense_en: str
    example: str
    example_en: str

    @property
    def senses(self) -> tuple[str, ...]:
        """The English senses, the commonest first."""
        return tuple(one.strip() for one in self.sense_en.split(";"))


@cache
def entries() -> tuple[Entry, ...]:
    """Return every entry, in the order of the files and their lines."""
    found: list[Entry] = []
    for path in sorted(_FOLDER.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            found += [
                Entry(
                    row["lemma"],
                    row["pos"],
                    int(row["level"]),
                    row["sense_ko"],
                    row["sense_en"],
                    row["example"],
                    row["example_en"],
                )
                for row in rows
            ]
    return tuple(found)


@cache
def _by_lemma() -> dict[str, tuple[Entry, ...]]:
    grouped: dict[str, tuple[Entry, ...]] = {}
    for entry in entries():
        grouped[entry.lemma] = (*grouped.get(entry.lemma, ()), entry)
    return grouped


def dictionary(lemma: str, pos: str | None = None) -> tuple[Entry, ...]:
    """Return the entries of a dictionary form (먹다, 학교), of one part of speech if given."""
    found = _by_lemma().get(lemma, ())
    return tuple(entry for entry in found if pos is None or entry.pos == pos)
