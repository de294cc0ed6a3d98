"""Every line of the tables of `judge`: the status, and the text as it should be."""

import pytest

from tests.app.korean.listeners import outcome
from tests.korean.tables import cases


@pytest.mark.parametrize("case", cases("judge"))
def test_a_message_is_judged_as_a_teacher_would(case: dict[str, str]) -> None:
    text = case["text"].replace("\\n", "\n")
    expected = case["corrected"].replace("\\n", "\n") or text
    assert outcome(case["listener"], text) == (case["status"], expected)
