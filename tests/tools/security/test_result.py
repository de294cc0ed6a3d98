"""A finding fails; what could not be looked at is said, and fails where one is strict."""

import pytest

from tools.security.result import Result, exit_code, summary

CLEAN = Result("code", looked_at="all of it")
FOUND = Result("tree", findings=["a private key"])
UNASKED = Result("dependencies", unchecked=["nobody answers"])


@pytest.mark.parametrize(
    ("results", "usual", "strict"),
    [([CLEAN], 0, 0), ([CLEAN, UNASKED], 0, 2), ([CLEAN, UNASKED, FOUND], 1, 1)],
)
def test_the_exit_code_says_what_there_is(results: list[Result], usual: int, strict: int) -> None:
    assert exit_code(results, strict=False) == usual
    assert exit_code(results, strict=True) == strict


def test_what_was_not_looked_at_is_never_called_clean() -> None:
    lines = summary([CLEAN, UNASKED, FOUND])
    assert lines[0].split() == ["code", "clean", "all", "of", "it"]
    assert "COULD NOT CHECK" in lines[1]
    assert lines[2] == "  could not check: nobody answers"
    assert "clean" not in "".join(lines[1:])
    assert lines[-1] == "  found: a private key"
