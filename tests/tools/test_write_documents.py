"""What docs/ has from the code is written anew, and found where it is stale."""

import json
from pathlib import Path

import pytest

from app.platform.settings import Settings
from tools import write_documents

NAMES = [
    "asvs.md",
    "asyncapi.json",
    "korean",
    "openapi.json",
    "permissions.md",
    "realtime-configuration.md",
    "settings.md",
]


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(write_documents, "DOCS", tmp_path / "docs")
    return tmp_path / "docs"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["write_documents.py", *arguments])
    return write_documents.main()


def test_what_was_written_is_not_stale(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch) == 0
    assert sorted(path.name for path in docs.iterdir()) == NAMES
    assert run(monkeypatch, "--check") == 0
    assert json.loads((docs / "openapi.json").read_text())["openapi"] == "3.1.0"


def test_checking_names_what_is_stale_and_writes_nothing(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch)
    (docs / "settings.md").write_text("of an earlier release")
    assert run(monkeypatch, "--check") == 1
    assert capsys.readouterr().out == "settings.md is not as the code says: run `make docs`\n"
    assert (docs / "settings.md").read_text() == "of an earlier release"


def test_the_page_of_a_rule_that_is_no_more_is_found_and_taken_away(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch)
    former = docs / "korean" / "no-such-rule.md"
    former.write_text("# no-such-rule\n")
    assert run(monkeypatch, "--check") == 1
    assert "no-such-rule.md is about a rule that is no more" in capsys.readouterr().out
    run(monkeypatch)
    assert not former.exists()


def test_every_setting_has_its_row_with_default_and_meaning() -> None:
    page = write_documents.settings_page()
    for name, field in Settings.model_fields.items():
        (row,) = (line for line in page.splitlines() if line.startswith(f"| `{name.upper()}` |"))
        assert row.endswith(f"| {field.description} |")
    assert "| `PORT` | `8080` |" in page
    assert "| `DATABASE_URL` | 🔒 |" in page
    assert "| `PUBLIC_URL` |  |" in page
