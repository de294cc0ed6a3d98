from pathlib import Path

import pytest

from app.korean.tables import DATA, rows_of


def test_headings_are_no_rows_and_quotation_marks_are_letters(tmp_path: Path) -> None:
    table = tmp_path / "words.tsv"
    table.write_text('word\tnote\n# first words\n밥\t"meal"\n물\twater\n', encoding="utf-8")
    assert list(rows_of(table)) == [
        {"word": "밥", "note": '"meal"'},
        {"word": "물", "note": "water"},
    ]


def test_a_table_of_the_engine_is_named_by_its_place_under_data() -> None:
    assert {row["ending"] for row in rows_of("endings.tsv")} >= {"습니다", "어"}


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in DATA.rglob("*.tsv")])
def test_no_row_of_a_table_has_more_cells_than_its_heading(path: Path) -> None:
    assert all(None not in row for row in rows_of(path))
