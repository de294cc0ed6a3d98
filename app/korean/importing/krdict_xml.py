"""Reads the official XML of 한국어기초사전 (LMF), as a stream, in constant memory."""

import re
from collections.abc import Iterator
from typing import IO, Final
from xml.parsers import expat

from app.korean.dictionary import Entry
from app.korean.importing.grades import LEVELS, part_of_speech
from app.korean.importing.refusal import ImportRefusedError
from app.korean.importing.sources import KRDICT

_CHUNK: Final = 1 << 18
_MOST_SENSES: Final = 3
_NONE: Final = "(no equivalent expression)"
# 명사 of 가게01: the number of a homonym is no part of the word.
_HOMONYM: Final = re.compile(r"\d+$")


class _Reader:
    """Gathers one entry at a time from the parser's events."""

    def __init__(self) -> None:
        self.finished: list[Entry | None] = []
        self._path: list[str] = []
        self._word: dict[str, str] = {}
        self._senses: list[dict[str, str]] = []
        self._equivalent: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element's beginning; `feat` elements carry everything."""
        if tag == "LexicalEntry":
            self._word, self._senses = {}, []
        elif tag == "Sense":
            self._senses.append({})
        elif tag == "Equivalent":
            self._equivalent = {}
        elif tag == "feat":
            self._take(attributes.get("att", ""), attributes.get("val", ""))
        self._path.append(tag)

    def end(self, tag: str) -> None:
        """Take an element's end."""
        self._path.pop()
        if tag == "Equivalent" and self._equivalent.get("language") == "영어" and self._senses:
            self._senses[-1].setdefault("english", self._equivalent.get("lemma", ""))
        elif tag == "LexicalEntry":
            self.finished.append(self._entry())

    def _take(self, name: str, value: str) -> None:
        owner = self._path[-1] if self._path else ""
        if owner == "Lemma" and name == "writtenForm":
            self._word.setdefault("lemma", value)
        elif owner == "LexicalEntry":
            self._word.setdefault(name, value)
        elif owner == "Sense" and self._senses:
            self._senses[-1].setdefault(name, value)
        elif owner == "Equivalent":
            self._equivalent.setdefault(name, value)

    def _entry(self) -> Entry | None:
        lemma = _HOMONYM.sub("", self._word.get("lemma", "").strip())
        pos = part_of_speech(self._word.get("partOfSpeech", ""))
        if not lemma or pos is None:
            return None
        english = [_synonyms(one.get("english", "")) for one in self._senses]
        korean = [one.get("definition", "").strip() for one in self._senses]
        return Entry(
            lemma=lemma,
            pos=pos,
            level=LEVELS.get(self._word.get("vocabularyLevel", "")),
            sense_ko=next((one for one in korean if one), ""),
            sense_en="; ".join(list(dict.fromkeys(filter(None, english)))[:_MOST_SENSES]),
            example="",
            example_en="",
            source=KRDICT.name,
            licence=KRDICT.licence,
        )


def read_krdict_xml(file: IO[bytes], name: str) -> Iterator[Entry | None]:
    """Yield the entries of a file, None for each that is no word of content (particles, affixes).

    The files name a DTD, which is never fetched. Raises ImportRefusedError where the file is not
    XML, or declares entities.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.EntityDeclHandler = _refuse_entities
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    last = False
    while not last:
        chunk = file.read(_CHUNK)
        last = not chunk
        try:
            parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise ImportRefusedError(f"{name}: not well-formed XML ({error})") from error
        yield from reader.finished
        reader.finished.clear()


def _refuse_entities(name: str, *_: object) -> None:
    raise ImportRefusedError(f"the file declares an entity ({name}), which no dictionary needs")


def _synonyms(equivalent: str) -> str:
    """Return the English of one sense, words of one meaning separated by commas."""
    words = [one.strip() for one in equivalent.split(";")]
    return ", ".join(one for one in words if one and one != _NONE)
