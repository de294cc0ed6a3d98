"""restyle against its tables: one line is a text, a target, and what it becomes."""

import pytest

from app.korean import Refused, Style, apply_edits, detect, restyle
from tests.korean.tables import cases


@pytest.mark.parametrize("case", cases("restyle"))
def test_a_text_is_said_in_the_style(case: dict[str, str]) -> None:
    target = Style(case["target"])
    outcome = restyle(case["text"], target, honorific=case["honorific"] == "yes")
    if case["becomes"] == "refused":
        assert isinstance(outcome, Refused), outcome
        return
    assert not isinstance(outcome, Refused), outcome
    assert outcome.text == case["becomes"]
    assert apply_edits(case["text"], outcome.edits) == outcome.text
    assert detect(outcome.text).style in {target, Style.NONE}
