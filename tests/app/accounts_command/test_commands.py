"""`dorandoran accounts`: what an operator is told, and what is in the way in one line."""

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from app.cli import app

if TYPE_CHECKING:
    from pathlib import Path


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["accounts", *arguments])


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: "Path") -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize(
    "arguments",
    [
        ("role", "ada@example.com", "admin"),
        ("suspend", "ada@example.com"),
        ("reactivate", "ada@example.com"),
        ("sessions-end", "ada@example.com"),
        ("sessions-end", "--everybody"),
        ("token-revoke",),
    ],
)
def test_without_a_database_it_is_said_in_one_line(arguments: tuple[str, ...]) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 1
    assert result.stderr == (
        "dorandoran: DATABASE_URL is needed here, unless `dorandoran up` is running\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("role", "ada@example.com", "owner"),
        ("role", "ada@example.com"),
        ("sessions-end",),
        ("sessions-end", "ada@example.com", "--everybody"),
        ("token-revoke", "a token that every process could read"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: tuple[str, ...]) -> None:
    assert invoke(*arguments).exit_code == 2
