"""The first of two things that a question asks between."""

from app.korean.reading.sentences import sentences
from app.korean.restyling.alternatives import first_of_two
from app.korean.restyling.predicate import Splice
from app.korean.style import Style


def test_the_first_copula_changes_too() -> None:
    (sentence,) = sentences("커피야 차야?")
    assert first_of_two(sentence, Style.HAEYO) == Splice(0, 3, "커피예요")
    assert first_of_two(sentence, Style.HAPSYO) == Splice(0, 3, "커피입니까")


def test_a_particle_is_no_copula() -> None:
    (sentence,) = sentences("나야 좋지.")
    assert first_of_two(sentence, Style.HAEYO) is None
