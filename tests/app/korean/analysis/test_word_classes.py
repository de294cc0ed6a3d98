import pytest

from app.korean.analysis.word_classes import words_in


def test_classes_are_put_together() -> None:
    assert words_in("place", "time") >= {"집", "오늘"}


def test_an_unknown_class_is_an_error() -> None:
    with pytest.raises(KeyError):
        words_in("no-such-class")
