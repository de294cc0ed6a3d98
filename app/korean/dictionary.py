"""The Korean-English dictionary: the project's own entries, and after them imported ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from app.korean.tables import DATA, rows_of

OWN_SOURCE: Final = "DoranDoran"
OWN_LICENCE: Final = "MIT"


@dataclass(frozen=True, slots=True)
class Entry:
    """One word in its dictionary form.

    `pos` is noun, pronoun, number, counter, verb, adjective, adverb, determiner, interjection, or,
    in imported ones, dependent noun (counters and 것 alike).
    `level` is 1 to 6 (shown as beginner 1-2, intermediate 3-4, advanced 5-6), None where an
    imported dictionary has no grade for the word. `sense_en` holds one to three senses, `;` between
    them. The example, in 해요체, may be missing. `source` and `licence` say whose entry it is.
    """

    lemma: str
    pos: str
    level: int | None
    sense_ko: str
    sense_en: str
    example: str
    example_en: str
    source: str = OWN_SOURCE
    licence: str = OWN_LICENCE

    @property
    def senses(self) -> tuple[str, ...]:
        """The English senses, the commonest first."""
        return tuple(one.strip() for one in self.sense_en.split(";")) if self.sense_en else ()


Index = dict[str, tuple[Entry, ...]]


class _Imported:
    """Keeps the entries of imported dictionaries, by lemma; set once, before lines are answered."""

    index: Index = {}


def dictionary(lemma: str, pos: str | None = None) -> tuple[Entry, ...]:
    """Return the entries of a dictionary form (먹다, 학교), of one part of speech if given.

    The project's own come first, then those of the dictionaries that `use_imported` was given.
    """
    found = _own_index().get(lemma, ()) + _Imported.index.get(lemma, ())
    return found if pos is None else tuple(entry for entry in found if entry.pos == pos)


def use_imported(entries: Iterable[Entry]) -> None:
    """Look words up in these entries too, after the project's own; they replace earlier ones.

    Called once per process, before anything is answered: `words` finds the words of these, too.
    """
    _Imported.index = _by_lemma(entries)


@cache
def own_entries() -> tuple[Entry, ...]:
    """Return every entry of the project's own, in the order of the files and their lines."""
    return tuple(entry for path in own_files() for entry in entries_in(path))


def own_files() -> tuple[Path, ...]:
    """Return the files of the project's own entries, in order."""
    return tuple(sorted((DATA / "dictionary").glob("*.tsv")))


def entries_in(path: Path) -> tuple[Entry, ...]:
    """Read one file of the project's own entries."""
    return tuple(
        Entry(
            row["lemma"],
            row["pos"],
            int(row["level"]),
            row["sense_ko"],
            row["sense_en"],
            row["example"] or "",
            row["example_en"] or "",
        )
        for row in rows_of(path)
    )


@cache
def _own_index() -> Index:
    return _by_lemma(own_entries())


def _by_lemma(entries: Iterable[Entry]) -> Index:
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.lemma, []).append(entry)
    return {lemma: tuple(found) for lemma, found in grouped.items()}
