import pytest

from app.korean.reading.sentences import Sentence, sentences
from app.korean.restyling.predicate import (
    CannotConjugateError,
    predicate_of,
    splice_between,
)


def _sentence(text: str) -> Sentence:
    (only,) = sentences(text)
    return only


@pytest.mark.parametrize(
    ("text", "honours"),
    [("어디 가세요?", True), ("집에 계십니다", True), ("가셨어", True), ("어디 가요?", False)],
)
def test_a_predicate_knows_whether_it_honours(text: str, honours: bool) -> None:
    assert predicate_of(_sentence(text)).honours is honours


def test_the_noun_before_the_copula_is_its_context() -> None:
    predicate = predicate_of(_sentence("저는 의사예요"))
    assert predicate.context == (("의사", "NNG"),)
    assert predicate.is_copula
    assert predicate.written() == "의사예요"


def test_a_fragment_has_no_predicate() -> None:
    with pytest.raises(CannotConjugateError):
        predicate_of(_sentence("커피 한 잔"))


def test_what_is_the_same_gives_no_change() -> None:
    predicate = predicate_of(_sentence("먹었어"))
    assert splice_between("먹었어", predicate, predicate) is None
