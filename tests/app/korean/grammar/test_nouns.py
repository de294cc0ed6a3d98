import pytest

from app.korean.grammar.nouns import nouns_in, nouns_named


def test_a_class_has_its_nouns() -> None:
    assert "친구" in nouns_in("person")


def test_an_unknown_class_is_an_error() -> None:
    with pytest.raises(KeyError):
        nouns_in("no such class")


def test_a_cell_names_nouns_classes_and_exceptions() -> None:
    wanted, unwanted = nouns_named("@drink 물 -커피")
    assert {"맥주", "물"} <= wanted
    assert unwanted == {"커피"}
