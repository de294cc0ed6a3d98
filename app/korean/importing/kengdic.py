"""Reads kengdic's TSV: id, surface, hanja, gloss, level, created, source."""

import csv
from collections.abc import Iterator
from typing import IO, Final

from app.korean.analysis.analyser import analyse
from app.korean.dictionary import Entry
from app.korean.importing.grades import LETTER_LEVELS
from app.korean.importing.refusal import ImportRefusedError
from app.korean.importing.sources import KENGDIC

_COLUMNS: Final = ("surface", "gloss", "level")
_MOST_SENSES: Final = 3
_PARTS: Final = {
    "NNG": "noun",
    "NNP": "noun",
    "NNB": "dependent noun",
    "NP": "pronoun",
    "NR": "number",
    "MAG": "adverb",
    "MAJ": "adverb",
    "MM": "determiner",
    "IC": "interjection",
}
_PREDICATES: Final = {"VV": "verb", "VA": "adjective", "XSV": "verb", "XSA": "adjective"}


def read_kengdic(file: IO[bytes], name: str) -> Iterator[Entry | None]:
    """Yield the entries of a file, None for each without a gloss or of no known kind.

    The file has no parts of speech: the analyser finds them, which must be loaded. Raises
    ImportRefusedError where a column is missing, AnalyserNotLoadedError before `load`,
    UnicodeDecodeError where the file is not UTF-8.
    """
    lines = (line.decode("utf-8") for line in file)
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [one for one in _COLUMNS if one not in (rows.fieldnames or ())]
    if missing:
        raise ImportRefusedError(f"{name}: no column {', '.join(missing)} in the first line")
    for row in rows:
        yield _entry(row)


def _entry(row: dict[str, str | None]) -> Entry | None:
    lemma = (row["surface"] or "").strip()
    senses = [one.strip() for one in (row["gloss"] or "").strip().strip('"').split(";")]
    senses = [one for one in senses if one][:_MOST_SENSES]
    pos = _part_of_speech(lemma) if lemma and senses else None
    if pos is None:
        return None
    return Entry(
        lemma=lemma,
        pos=pos,
        level=LETTER_LEVELS.get((row["level"] or "").strip()),
        sense_ko="",
        sense_en="; ".join(senses),
        example="",
        example_en="",
        source=KENGDIC.name,
        licence=KENGDIC.licence,
    )


def _part_of_speech(lemma: str) -> str | None:
    """Return what the analyser takes the whole of a word for; several words are none."""
    morphemes = analyse(lemma)
    if not morphemes or morphemes[-1].word > 0:
        return None
    last = morphemes[-1]
    if last.form == "다" and last.tag in {"EF", "EC"} and len(morphemes) > 1:
        return _PREDICATES.get(morphemes[-2].part)
    if all(one.part in {"NNG", "NNP", "XSN", "XPN"} for one in morphemes):
        return "noun"
    return _PARTS.get(last.part) if len(morphemes) == 1 else None
