"""The verdicts are read strictly: what cannot be meant is refused by the file's name."""

from pathlib import Path

import pytest

from tools.asvs.requirements import Requirement, chapters, in_order

ENTRY = """
["1.2.3"]
level = 2
verdict = "open"
asks = "Something"
how = "Not yet"
"""


def test_a_chapter_has_its_number_title_and_requirements(tmp_path: Path) -> None:
    (tmp_path / "v01-encoding.toml").write_text(f'title = "Encoding"{ENTRY}')
    (chapter,) = chapters(tmp_path)
    assert chapter == (
        1,
        "Encoding",
        {"1.2.3": Requirement(level=2, verdict="open", asks="Something", how="Not yet")},
    )


def test_chapters_come_in_order(tmp_path: Path) -> None:
    for name in ("v10-oauth", "v02-validation"):
        (tmp_path / f"{name}.toml").write_text('title = "x"')
    assert [chapter.number for chapter in chapters(tmp_path)] == [2, 10]


def test_ids_sort_by_their_numbers() -> None:
    assert sorted(["1.2.10", "1.10.1", "1.2.9"], key=in_order) == ["1.2.9", "1.2.10", "1.10.1"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("v01-encoding.toml", f'title = "x"{ENTRY}{ENTRY}', "v01-encoding.toml: .*1.2.3"),
        ("v01-encoding.toml", ENTRY, "v01-encoding.toml: Expected `str`"),
        ("v01-encoding.toml", f'title = "x"{ENTRY}note = "x"', "unknown field `note`"),
        ("v01-encoding.toml", 'title = "x"' + ENTRY.replace("open", "nearly"), "nearly"),
        ("v01-encoding.toml", 'title = "x"' + ENTRY.replace("level = 2", "level = 3"), "3"),
        ("encoding.toml", f'title = "x"{ENTRY}', "a chapter is named"),
    ],
    ids=["doubled", "no title", "unknown key", "no verdict", "level 3", "no number"],
)
def test_what_cannot_be_meant_is_refused_by_the_files_name(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match=said):
        chapters(tmp_path)
