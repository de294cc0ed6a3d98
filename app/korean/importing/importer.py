"""Imports an open dictionary: tells its kind by its name, reads it, keeps it in one file."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from app.korean.dictionary import Entry
from app.korean.importing.hunspell_yaml import read_hunspell_yaml
from app.korean.importing.kengdic import read_kengdic
from app.korean.importing.krdict_xml import read_krdict_xml
from app.korean.importing.normalised import path_of, write_entries
from app.korean.importing.refusal import ImportRefusedError
from app.korean.importing.sources import HUNSPELL, KENGDIC, KRDICT, Source

_Read = Callable[[IO[bytes], str], Iterator[Entry | None]]
_KINDS: Final[dict[str, tuple[Source, _Read]]] = {
    ".xml": (KRDICT, read_krdict_xml),
    ".yaml": (HUNSPELL, read_hunspell_yaml),
    ".yml": (HUNSPELL, read_hunspell_yaml),
    ".tsv": (KENGDIC, read_kengdic),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has brought: the file `path`, how many entries, how many were left out."""

    source: str
    licence: str
    path: Path
    entries: int
    left_out: int


@dataclass(slots=True)
class _Count:
    left_out: int = 0


def import_dictionary(path: Path, folder: Path) -> Imported:
    """Read an open dictionary and keep its entries in `folder`, instead of an earlier import.

    `path` is the official XML of 한국어기초사전 (.xml, the .zip that it comes in, or a folder of
    its parts), the YAML of hunspell-dict-ko (a .yaml, or the folder `data/entries`), or kengdic's
    .tsv, for which the analyser must be loaded. Particles, affixes and phrases are left out.

    Raises ImportRefusedError where it is none of these or holds no entry, OSError where it
    cannot be read or `folder` not written, AnalyserNotLoadedError.
    """
    kind = _kind_of(path)
    source, read = _KINDS[kind]
    count = _Count()
    entries = _at_least_one(_counted(_read_all(_parts(path, kind), read), count), path)
    written = write_entries(folder, source, entries)
    return Imported(source.name, source.licence, path_of(folder, source), written, count.left_out)


def _kind_of(path: Path) -> str:
    """Return the ending of a name that tells what a file, or the files of a folder, are."""
    if not path.exists():
        raise ImportRefusedError(f"{path}: there is no such file")
    if path.is_dir():
        kind = next((one for one in (".xml", ".yaml", ".yml") if any(path.glob(f"*{one}"))), None)
        if kind is None:
            raise ImportRefusedError(f"{path}: no .xml and no .yaml in this folder")
        return kind
    kind = ".xml" if path.suffix.lower() == ".zip" else path.suffix.lower()
    if kind not in _KINDS:
        raise ImportRefusedError(
            f"{path}: not a dictionary that can be imported (.xml, .zip, .yaml or .tsv)"
        )
    return kind


def _parts(path: Path, kind: str) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the files to read, each open while it is, with its name."""
    if path.suffix.lower() == ".zip" and path.is_file():
        yield from _parts_of_archive(path)
        return
    for one in sorted(path.glob(f"*{kind}")) if path.is_dir() else [path]:
        with one.open("rb") as file:
            yield one.name, file


def _parts_of_archive(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    try:
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.lower().endswith(".xml"):
                    with archive.open(name) as file:
                        yield name, file
    except zipfile.BadZipFile as error:
        raise ImportRefusedError(f"{path}: not a ZIP archive that can be read") from error


def _read_all(parts: Iterator[tuple[str, IO[bytes]]], read: _Read) -> Iterator[Entry | None]:
    for name, file in parts:
        try:
            yield from read(file, name)
        except UnicodeDecodeError as error:
            raise ImportRefusedError(f"{name}: not written in UTF-8") from error


def _counted(entries: Iterator[Entry | None], count: _Count) -> Iterator[Entry]:
    for one in entries:
        if one is None:
            count.left_out += 1
        else:
            yield one


def _at_least_one(entries: Iterator[Entry], path: Path) -> Iterator[Entry]:
    """Pass the entries on; raise where there is none, so that nothing is replaced by nothing."""
    empty = True
    for one in entries:
        empty = False
        yield one
    if empty:
        raise ImportRefusedError(f"{path}: holds no entry of a dictionary")
