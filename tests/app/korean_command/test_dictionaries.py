"""`dorandoran dictionary import`: what one brings is looked up after our own, with its licence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.korean import use_imported

_KENGDIC = "id\tsurface\thanja\tgloss\tlevel\tcreated\tsource\n1\t갸우뚱\t\ttilting\t\t\t\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DICTIONARY_DIR", str(tmp_path / "dictionaries"))


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    use_imported(())


def test_what_was_imported_is_shown_with_its_licence(tmp_path: Path) -> None:
    file = tmp_path / "kengdic.tsv"
    file.write_text(_KENGDIC, encoding="utf-8")
    runner = CliRunner()
    done = runner.invoke(app, ["dictionary", "import", str(file)])
    assert done.exit_code == 0
    assert done.stdout.startswith("1 entries of kengdic (MPL 2.0 or LGPL 2.0 or later)")
    shown = runner.invoke(app, ["korean", "dictionary", "갸우뚱"])
    assert "kengdic, MPL 2.0 or LGPL 2.0 or later" in shown.stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.xml", None, "there is no such file"),
        ("words.doc", "x", "not a dictionary that can be imported"),
        ("kengdic.tsv", "x\ty\n", "kengdic.tsv"),
    ],
)
def test_what_cannot_be_imported_is_said_in_one_line(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_text(content, encoding="utf-8")
    result = CliRunner().invoke(app, ["dictionary", "import", str(file)])
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("dorandoran: ")
    assert said in line
