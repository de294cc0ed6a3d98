import pytest

from app.korean.reading.sentences import Sentence, sentences
from app.korean.restyling.counterpart_forms import (
    acts_now,
    has_row,
    in_family,
    order,
    proposal,
    statement,
)
from app.korean.restyling.predicate import CannotConjugateError, predicate_of
from app.korean.style import Style


def _sentence(text: str) -> Sentence:
    (only,) = sentences(text)
    return only


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("밥 먹어", True),
        ("밥 먹지 않아", True),
        ("집에 가야 해", True),
        ("날씨가 추워", False),
        ("춥지 않아", False),
        ("집에 가고 싶어", False),
        ("비가 오나 봐", False),
        ("집에 있어", False),
        ("밥 먹었어", False),
        ("학생이야", False),
    ],
)
def test_only_verbs_in_the_present_act_now(text: str, acts: bool) -> None:
    sentence = _sentence(text)
    assert acts_now(predicate_of(sentence), sentence) is acts


def test_each_kind_is_written_in_its_style() -> None:
    sentence = _sentence("책을 읽어")
    predicate = predicate_of(sentence)
    assert statement(predicate, sentence, Style.HAERA, question=False).written() == "읽는다"
    assert statement(predicate, sentence, Style.HAPSYO, question=True).written() == "읽습니까"
    assert order(predicate, Style.HAO).written() == "읽으시오"
    assert proposal(predicate, Style.HAGE).written() == "읽세"
    assert in_family(predicate, sentence, "promise", Style.HAPSYO).written() == "읽겠습니다"


def test_a_style_without_the_family_is_refused() -> None:
    sentence = _sentence("맛있지")
    assert has_row("tag")
    with pytest.raises(CannotConjugateError):
        in_family(predicate_of(sentence), sentence, "tag", Style.HAERA)
