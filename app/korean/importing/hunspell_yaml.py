"""Reads 한국어기초사전 from the YAML of hunspell-dict-ko, which keeps it without its English.

Read is only what the files of `data/entries` have of YAML: one document a word, block style, a
scalar that may go on in deeper lines. That takes no library and no memory, and runs no tags.
"""

import json
import re
from collections.abc import Iterator
from typing import IO, Final

from app.korean.dictionary import Entry
from app.korean.importing.grades import LEVELS, part_of_speech
from app.korean.importing.sources import HUNSPELL

_SECTION: Final = re.compile(r"(?:  )?(\S[^:]*):\s*$")
_OF_A_WORD: Final = re.compile(r" {4}(표제어|품사|어휘 등급): (.*)$")
_OF_A_SENSE: Final = re.compile(r" {4}(?:- |  )(뜻풀이): (.*)$")
_DICTIONARY: Final = "한국어기초사전"
# A scalar goes on in lines that are deeper than its key.
_DEEPER: Final = {"표제어": 6, "품사": 6, "어휘 등급": 6, "뜻풀이": 8}


def read_hunspell_yaml(file: IO[bytes], name: str) -> Iterator[Entry | None]:
    """Yield the entries of a file that come from 한국어기초사전, None for each of another kind.

    Raises UnicodeDecodeError where the file is not UTF-8.
    """
    fields: dict[str, str] = {}
    inside = False
    open_field = ""
    for raw in file:
        line = raw.decode("utf-8").rstrip("\r\n")
        if line == "---":
            yield _entry(fields)
            fields, inside, open_field = {}, False, ""
            continue
        depth = len(line) - len(line.lstrip(" "))
        if depth <= 2 and (section := _SECTION.match(line)):
            inside = section[1] == _DICTIONARY
            open_field = ""
        elif inside:
            open_field = _take(line, depth, fields, open_field)
    if fields:
        yield _entry(fields)


def _take(line: str, depth: int, fields: dict[str, str], open_field: str) -> str:
    """Take one line; return the field that the next may go on with, or nothing."""
    field = _OF_A_WORD.match(line) or _OF_A_SENSE.match(line)
    if field is not None:
        # Only the first sense is kept.
        if field[1] in fields:
            return ""
        fields[field[1]] = field[2]
        return field[1]
    if open_field and depth >= _DEEPER[open_field]:
        fields[open_field] += " " + line.strip()
        return open_field
    return ""


def _entry(fields: dict[str, str]) -> Entry | None:
    scalars = {name: _scalar(value) for name, value in fields.items()}
    lemma = scalars.get("표제어", "")
    pos = part_of_speech(scalars.get("품사", ""))
    if not lemma or pos is None:
        return None
    return Entry(
        lemma=lemma,
        pos=pos,
        level=LEVELS.get(scalars.get("어휘 등급", "")),
        sense_ko=scalars.get("뜻풀이", ""),
        sense_en="",
        example="",
        example_en="",
        source=HUNSPELL.name,
        licence=HUNSPELL.licence,
    )


def _scalar(written: str) -> str:
    """Return the text of a YAML scalar: plain, 'single' or "double" quoted."""
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] == "'":
        return written[1:-1].replace("''", "'")
    if len(written) > 1 and written[0] == written[-1] == '"':
        try:
            return str(json.loads(written.replace("\\ ", " ")))
        except json.JSONDecodeError:
            return written[1:-1]
    return written
