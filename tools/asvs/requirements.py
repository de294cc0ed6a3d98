"""Reads docs/asvs/: one file a chapter, one table a requirement."""

import re
import tomllib
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

FOLDER = Path(__file__).parents[2] / "docs" / "asvs"

_NAME = re.compile(r"v(\d\d)-[a-z-]+\.toml")

Level = Literal[1, 2]
Verdict = Literal["met", "not applicable", "open"]


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One requirement: what it asks in our words, and how it is with us."""

    level: Level
    verdict: Verdict
    asks: str
    how: str
    """How it is met, why it does not apply, or what is missing."""
    tests: list[str] = []
    """Tests that show it: `path::name` as pytest has it, `path::title` for JavaScript."""


class Chapter(NamedTuple):
    """One chapter of the standard with its requirements of level 1 and 2, by id."""

    number: int
    title: str
    requirements: dict[str, Requirement]


def chapters(folder: Path = FOLDER) -> list[Chapter]:
    """Return the chapters in order.

    Raises ValueError, naming the file, where one cannot be read: an id that stands twice, a word
    that is no verdict, a key that means nothing.
    """
    return [_chapter(path) for path in sorted(folder.glob("*.toml"))]


def in_order(identifier: str) -> tuple[int, ...]:
    """Return what sorts ids as the standard does: 1.2.10 after 1.2.9."""
    return tuple(map(int, identifier.split(".")))


def _chapter(path: Path) -> Chapter:
    name = _NAME.fullmatch(path.name)
    if name is None:
        raise ValueError(f"{path.name}: a chapter is named as v01-encoding.toml is")
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        title = msgspec.convert(tables.pop("title", None), str)
        return Chapter(int(name[1]), title, msgspec.convert(tables, dict[str, Requirement]))
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{path.name}: {error}") from error
