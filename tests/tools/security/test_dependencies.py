"""A hole that is known is named; an advisory service that says nothing is not taken for yes."""

import json

import pytest

from tools.security import dependencies
from tools.security.dependencies import read_answer
from tools.security.result import Result

HOLE = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
FINE = {"name": "fine", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI"}


def read(*packages: object) -> Result:
    result = Result("dependencies")
    read_answer(result, "run.txt", json.dumps({"dependencies": packages}), "")
    return result


def test_a_hole_is_named_with_where_it_is_closed() -> None:
    result = read(FINE, HOLE)
    assert result.findings == ["old 1.0: PYSEC-1, fixed in 1.1 (run.txt)"]
    assert result.unchecked == []


def test_a_hole_that_was_looked_at_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(dependencies.ACCEPTED, "PYSEC-1", "we do not call it")
    assert read(HOLE).findings == []


def test_a_package_that_nobody_knows_was_not_checked() -> None:
    result = read(FINE, UNKNOWN, HOLE)
    assert len(result.findings) == 1
    (unchecked,) = result.unchecked
    assert "knows nothing of 1 of 3 packages (unknown …)" in unchecked


def test_no_answer_at_all_was_not_checked() -> None:
    result = Result("dependencies")
    read_answer(result, "run.txt", "", "a\nConnectionError: nobody there\n")
    assert result.unchecked == [
        "run.txt: the advisory service did not answer: ConnectionError: nobody there"
    ]
