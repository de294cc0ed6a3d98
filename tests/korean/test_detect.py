"""The tables of speech styles: what a teacher would say of each message, and of its sentences."""

import pytest

from app.korean import Style, detect
from tests.korean.tables import cases, rows


@pytest.mark.parametrize("row", cases("detect"))
def test_the_style_is_what_a_teacher_would_say(row: dict[str, str]) -> None:
    text = row["text"].replace(r"\n", "\n")
    reading = detect(text)
    said = {
        "style": reading.style.value,
        "mixed": "yes" if reading.mixed else "",
        "honorific": "yes" if reading.honorific else "",
        "humble": "yes" if reading.humble else "",
    }
    assert said == {name: row[name] for name in said}
    if row["sentences"]:
        styles = " ".join(one.style.value for one in reading.sentences)
        assert styles == row["sentences"]


@pytest.mark.parametrize("row", cases("detect_politeness"))
def test_a_line_of_conversation_is_polite_or_plain(row: dict[str, str]) -> None:
    reading = detect(row["text"])
    assert reading.style is not Style.NONE
    assert reading.style.polite == bool(row["polite"])
    assert not reading.mixed


def test_there_are_cases_enough_to_trust() -> None:
    assert rows("detect") >= 600
