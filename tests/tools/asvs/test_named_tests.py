"""A test that is named is looked for in its file: functions, methods of classes, titles."""

from pathlib import Path

import pytest

from tools.asvs.named_tests import is_a_test

PYTHON = """
def test_plain() -> None: ...
async def test_waiting() -> None: ...
def helper() -> None:
    def test_inside() -> None: ...
class TestHandshake:
    def test_greets(self) -> None: ...
    class TestDeeper:
        def test_deep(self) -> None: ...
class Greeter:
    def test_nothing(self) -> None: ...
"""
JAVASCRIPT = """
test("a page loads", () => {});
test("it says \\"hello\\"", async (context) => {});
// test("an old one", () => {});
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text(PYTHON)
    (tmp_path / "tests" / "conftest.py").write_text(PYTHON)
    (tmp_path / "tests" / "page.test.mjs").write_text(JAVASCRIPT)
    (tmp_path / "test_outside.py").write_text(PYTHON)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_it.py::test_plain",
        "tests/test_it.py::test_plain[one case]",
        "tests/test_it.py::test_waiting",
        "tests/test_it.py::TestHandshake::test_greets",
        "tests/test_it.py::TestHandshake::TestDeeper::test_deep",
        "tests/page.test.mjs::a page loads",
        'tests/page.test.mjs::it says "hello"',
    ],
)
def test_a_test_is_found(root: Path, name: str) -> None:
    assert is_a_test(name, root)


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_it.py",
        "tests/test_it.py::test_gone",
        "tests/test_it.py::helper",
        "tests/test_it.py::test_inside",
        "tests/test_it.py::test_greets",
        "tests/test_it.py::TestHandshake",
        "tests/test_it.py::Greeter::test_nothing",
        "tests/conftest.py::test_plain",
        "tests/test_gone.py::test_plain",
        "tests/page.test.mjs::a page",
        "tests/page.test.mjs::an old one",
        "test_outside.py::test_plain",
    ],
)
def test_what_is_no_test_is_not_found(root: Path, name: str) -> None:
    assert not is_a_test(name, root)
