"""The learner's level bounds a reply."""

import pytest

from app.tutor.prompts.levels import reply_level


def test_beginners_get_two_short_sentences_and_one_question() -> None:
    rules = reply_level("beginner")
    assert "two sentences" in rules
    assert "eight words" in rules
    assert "one question" in rules


def test_each_level_has_rules_of_its_own() -> None:
    assert len({reply_level(level) for level in ("beginner", "intermediate", "advanced")}) == 3


def test_an_unknown_level_is_an_error() -> None:
    with pytest.raises(KeyError):
        reply_level("expert")
