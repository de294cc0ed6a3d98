import pytest

from app.korean.predicate import (
    CannotConjugateError,
    honoured,
    predicate_of,
    splice_between,
    unhonoured,
)
from app.korean.sentences import Sentence, sentences


def _sentence(text: str) -> Sentence:
    (only,) = sentences(text)
    return only


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("밥 먹었어?", "식사하셨어"),
        ("밥은 먹었어?", "식사는 하셨어"),
        ("잘 잤어?", "주무셨어"),
        ("커피 마셨어?", "드셨어"),
        ("집에 있어?", "계셔"),
        ("시간 있어?", "있으셔"),
        ("뭐 하고 있어?", "계셔"),
        ("뭐 먹고 싶어?", "드시고 싶으셔"),
        ("내일 갈 거야?", "가실 거야"),
        ("뭐라고 말했어?", "말씀하셨어"),
        ("어디 살아?", "사셔"),
        ("많이 추워?", "추우셔"),
        ("식사하셨어?", "하셨어"),
    ],
)
def test_honouring_takes_the_verb_that_honours(text: str, written: str) -> None:
    sentence = _sentence(text)
    assert honoured(predicate_of(sentence), sentence).written() == written


@pytest.mark.parametrize(
    ("text", "honours"),
    [("어디 가세요?", True), ("집에 계십니다", True), ("가셨어", True), ("어디 가요?", False)],
)
def test_a_predicate_knows_whether_it_honours(text: str, honours: bool) -> None:
    assert predicate_of(_sentence(text)).honours is honours


def test_honouring_can_be_taken_away() -> None:
    assert unhonoured(predicate_of(_sentence("할머니가 주무셨어"))).written() == "잤어"
    assert unhonoured(predicate_of(_sentence("어디 가셨어?"))).written() == "갔어"


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
