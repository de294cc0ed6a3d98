"""The tables of grammar: every row names a rule that exists, and words that can be found."""

import csv
from pathlib import Path

import pytest

import app.korean
from app.korean.grammar.nouns import nouns_named
from app.korean.rules import rules

_FOLDER = Path(app.korean.__file__).parent / "data" / "grammar"


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t")
        return [row for row in reader if not next(iter(row.values())).startswith("#")]


@pytest.mark.parametrize("name", ["frames.tsv", "collocations.tsv", "constructions.tsv"])
def test_every_row_names_a_rule(name: str) -> None:
    assert [row for row in _rows(name) if row["rule"] not in rules()] == []


@pytest.mark.parametrize("name", ["frames.tsv", "collocations.tsv"])
def test_every_frame_changes_something(name: str) -> None:
    for row in _rows(name):
        assert row["new_particle"] or row["new_verb"], row
        assert not row["new_verb"] or "/" in row["new_verb"], row
        assert nouns_named(row["noun"])[0], row


def test_no_counter_stands_twice() -> None:
    counters = [row["counter"] for row in _rows("counters.tsv")]
    assert len(counters) == len(set(counters))
