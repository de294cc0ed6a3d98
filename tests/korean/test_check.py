"""Runs the tables of `check`: what a teacher would mend, and what must be left alone."""

import pytest

from app.korean import apply_edits, check
from app.korean.edit import Degree
from tests.korean.tables import cases

_JUDGED = "becomes"


@pytest.mark.parametrize("case", cases("check"))
def test_a_case_is_mended_or_left_alone(case: dict[str, str]) -> None:
    """A table without `becomes` holds chat as natives write it: nothing in it is wrong."""
    edits = check(case["text"])
    if _JUDGED not in case:
        assert [one for one in edits if one.degree is Degree.WRONG] == []
    elif not case[_JUDGED]:
        assert edits == []
    else:
        assert apply_edits(case["text"], edits) == case[_JUDGED]
        assert case["rule"] in {"", *(one.rule for one in edits)}
