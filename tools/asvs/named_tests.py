"""Whether a test that is named is there: found in its file's text, nothing is imported or run."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

_TITLE = re.compile(r'^\s*(?:test|it)\(\s*("(?:[^"\\]|\\.)*")', re.MULTILINE)


def is_a_test(name: str, root: Path = ROOT) -> bool:
    """Say whether `name` is a test: `tests/….py::[Class::]function` or `tests/….test.mjs::title`.

    A parametrised test may be named with one of its cases, which is not looked for.
    """
    file, _, test = name.partition("::")
    path = root / file
    if not file.startswith("tests/") or not path.is_file():
        return False
    if file.endswith(".test.mjs"):
        return test in _titles(path)
    return path.name.startswith("test_") and test.partition("[")[0] in _functions(path)


@cache
def _functions(path: Path) -> frozenset[str]:
    return frozenset(_names(ast.parse(path.read_text(encoding="utf-8")).body))


def _names(body: list[ast.stmt], within: str = "") -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if name.startswith("test_"):
                    yield within + name
            case ast.ClassDef(name=name) if name.startswith("Test"):
                yield from _names(statement.body, f"{within}{name}::")


@cache
def _titles(path: Path) -> frozenset[str]:
    return frozenset(map(json.loads, _TITLE.findall(path.read_text(encoding="utf-8"))))
