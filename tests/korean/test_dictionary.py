"""Every entry of the core dictionary, a file a test: well formed, analysed so, exemplified."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from app.korean import Entry, Style, check, detect, words
from app.korean.dictionary import entries_in, own_entries, own_files

_PARTS = {
    "noun",
    "pronoun",
    "number",
    "counter",
    "verb",
    "adjective",
    "adverb",
    "determiner",
    "interjection",
}
_LEMMA = re.compile(r"[가-힣]+( [가-힣]+)*")
_EXCEPTIONS = Path(__file__).parent / "dictionary_exceptions.tsv"
_FILES = [pytest.param(path, id=path.stem) for path in own_files()]
# What one says to a friend only, so that its example cannot be polite.
_PLAIN_WORDS = {"나", "너", "응", "야", "얘", "니", "안녕", "아니", "그래"}


def _exceptions(test: str) -> set[tuple[str, str]]:
    with _EXCEPTIONS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["lemma"], row["pos"]) for row in rows if row["test"] == test}


def test_no_word_stands_twice_with_one_part_of_speech() -> None:
    counts = Counter((one.lemma, one.pos) for one in own_entries())
    assert [pair for pair, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("path", _FILES)
def test_every_entry_is_well_formed(path: Path) -> None:
    for one in entries_in(path):
        assert _LEMMA.fullmatch(one.lemma), one
        assert one.pos in _PARTS, one
        assert one.level is not None, one
        assert 1 <= one.level <= 6, one
        assert 1 <= len(one.senses) <= 3, one
        assert all(one.senses), one
        assert one.sense_en.isascii() or "é" in one.sense_en, one
        assert re.search("[가-힣]", one.sense_ko), one
        assert bool(one.example) == bool(one.example_en), one
        assert one.pos not in {"verb", "adjective"} or one.lemma.endswith("다"), one


@pytest.mark.parametrize("path", _FILES)
def test_every_example_is_a_right_and_polite_sentence(path: Path) -> None:
    for one in entries_in(path):
        if not one.example:
            continue
        assert one.example.endswith((".", "?", "!")), one
        assert one.example_en.endswith((".", "?", "!")), one
        assert list(check(one.example)) == [], one
        if one.lemma not in _PLAIN_WORDS:
            assert detect(one.example).style is Style.HAEYO, one


@pytest.mark.parametrize("path", _FILES)
def test_every_example_contains_its_word(path: Path) -> None:
    assert [one for one in _without_example(path) if one not in _exceptions("example")] == []


@pytest.mark.parametrize("path", _FILES)
def test_every_word_is_analysed_as_its_part_of_speech(path: Path) -> None:
    assert [one for one in _not_found(path) if one not in _exceptions("part of speech")] == []


def test_every_exception_is_one() -> None:
    missing = {one for path in own_files() for one in _without_example(path)}
    assert _exceptions("example") <= missing
    not_found = {one for path in own_files() for one in _not_found(path)}
    assert _exceptions("part of speech") <= not_found


@cache
def _without_example(path: Path) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.lemma, one.pos)
        for one in entries_in(path)
        if one.example and one.lemma not in {word.lemma for word in words(one.example)}
    )


@cache
def _not_found(path: Path) -> tuple[tuple[str, str], ...]:
    return tuple((one.lemma, one.pos) for one in entries_in(path) if not _is_found(one))


def _is_found(entry: Entry) -> bool:
    """Whether the word is found as what it is, alone or in a phrase that shows what it is."""
    texts = (entry.lemma, *_shown(entry), entry.example)
    # 잔 is a noun, and a counter where it counts.
    parts = {"noun", "counter"} if entry.pos == "noun" else {entry.pos}
    return any(
        word.lemma == entry.lemma and word.pos in parts for text in texts for word in words(text)
    )


def _shown(entry: Entry) -> tuple[str, ...]:
    stem = entry.lemma.removesuffix("다")
    if entry.pos in {"verb", "adjective"}:
        return (f"{stem}고 있어요.", f"아주 {stem}지만", f"{stem}지 않아요.")
    if entry.pos in {"noun", "pronoun", "number"}:
        return (f"{entry.lemma}도 있어요.", f"{entry.lemma}에 대해 알아요.")
    if entry.pos == "counter":
        return (f"열 {entry.lemma}",)
    if entry.pos == "determiner":
        return (f"{entry.lemma} 사람", f"{entry.lemma} 개")
    return (f"{entry.lemma} 가요.", f"{entry.lemma}, 좋아요.", f"{entry.lemma} 좋아요.")
