import pytest

from app.korean.reading.sentences import Sentence, sentences
from app.korean.restyling.honouring import honoured, unhonoured, unhumbled
from app.korean.restyling.predicate import predicate_of


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


def test_honouring_can_be_taken_away() -> None:
    assert unhonoured(predicate_of(_sentence("할머니가 주무셨어"))).written() == "잤어"
    assert unhonoured(predicate_of(_sentence("어디 가셨어?"))).written() == "갔어"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("내가 알려 드릴게", "줄게"),
        ("제가 여쭙겠습니다", "묻겠습니다"),
        ("내일 뵐게요", "볼게요"),
        ("곧 연락드릴게요", "할게요"),
        ("집에 가요", "가요"),
    ],
)
def test_words_that_honour_whom_one_serves_can_be_taken_away(text: str, written: str) -> None:
    sentence = _sentence(text)
    assert unhumbled(predicate_of(sentence), sentence).written() == written
