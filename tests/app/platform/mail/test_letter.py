"""A letter's subject is one line, whatever it is made of."""

import pytest

from app.platform.mail.letter import Letter


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x85", "\v"])
def test_a_subject_of_two_lines_is_refused(end: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        Letter(f"Hello{end}Bcc: everybody@example.com", "text", "<p>text</p>")


def test_a_subject_that_ends_with_a_line_end_is_refused() -> None:
    with pytest.raises(ValueError, match="one line"):
        Letter("Hello\n", "text", "<p>text</p>")


def test_an_empty_subject_is_refused() -> None:
    with pytest.raises(ValueError, match="one line"):
        Letter("", "text", "<p>text</p>")
