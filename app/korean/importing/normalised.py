"""The files that imported dictionaries are kept in: one a source, with its licence at the top."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from app.korean.dictionary import Entry
from app.korean.importing.refusal import ImportRefusedError
from app.korean.importing.sources import SOURCES, Source

_COLUMNS: Final = ("lemma", "pos", "level", "sense_en", "sense_ko")
_HEADER: Final = "\t".join(_COLUMNS)


def write_entries(folder: Path, source: Source, entries: Iterable[Entry]) -> int:
    """Write the file of a source, whole or not at all; return how many entries it has.

    An earlier file of that source is replaced when the new one is complete. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=f".{source.key}-", suffix=".tsv", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            count = _write(file, source, entries)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path_of(folder, source))
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return count


def path_of(folder: Path, source: Source) -> Path:
    """Return where the entries of a source are kept."""
    return folder / f"{source.key}.tsv"


def imported_entries(folder: Path) -> tuple[Entry, ...]:
    """Return the entries of every dictionary imported into `folder`; none if it is not there.

    Raises ImportRefusedError where a file is not as `import_dictionary` wrote it.
    """
    return tuple(
        entry
        for source in SOURCES
        if (path := path_of(folder, source)).is_file()
        for entry in _read(path)
    )


def _write(file: IO[str], source: Source, entries: Iterable[Entry]) -> int:
    file.write(f"# source: {source.name}\n# licence: {source.licence}\n{_HEADER}\n")
    count = 0
    for one in entries:
        level = "" if one.level is None else str(one.level)
        cells = (one.lemma, one.pos, level, one.sense_en, one.sense_ko)
        file.write("\t".join(map(_cell, cells)) + "\n")
        count += 1
    return count


def _cell(text: str) -> str:
    """Return a text in one line and one cell."""
    return " ".join(text.split())


def _read(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8") as file:
        head = [file.readline().rstrip("\n") for _ in range(3)]
        if head[2] != _HEADER or not head[0].startswith("# source: "):
            raise ImportRefusedError(f"{path}: not an imported dictionary; import it again")
        name = head[0].removeprefix("# source: ")
        licence = head[1].removeprefix("# licence: ")
        for number, line in enumerate(file, start=4):
            yield _entry(line.rstrip("\n"), name, licence, f"{path}:{number}")


def _entry(line: str, name: str, licence: str, place: str) -> Entry:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS) or cells[2] not in {"", *"123456"}:
        raise ImportRefusedError(f"{place}: not a line of an imported dictionary; import it again")
    lemma, pos, level, sense_en, sense_ko = cells
    return Entry(
        lemma=lemma,
        pos=pos,
        level=int(level) if level else None,
        sense_ko=sense_ko,
        sense_en=sense_en,
        example="",
        example_en="",
        source=name,
        licence=licence,
    )
