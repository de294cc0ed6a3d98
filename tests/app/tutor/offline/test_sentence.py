"""One sentence: its act and what it asks."""

import pytest

from app.korean import analyse
from app.tutor.offline.said import Act, Question
from app.tutor.offline.sentence import asked, negated, speech_act


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("뭘 먹었어", Question.WHAT),
        ("어느 역이에요", Question.WHICH),
        ("어디예요", Question.WHERE),
        ("무슨 요일이야", Question.WHEN),
        ("몇 시에 와", Question.WHEN),
        ("누가 왔어", Question.WHO),
        ("왜 안 와", Question.WHY),
        ("날씨 어때", Question.HOW),
        ("얼마예요", Question.HOW_MUCH),
        ("얼마나 걸려요", Question.HOW_MANY),
        ("몇 명이에요", Question.HOW_MANY),
        ("밥 먹었어?", Question.YES_NO),
        ("밥 먹었니", Question.YES_NO),
        ("회의 있습니까", Question.YES_NO),
        ("뭔가 이상해", None),
        ("밥 먹었어", None),
    ],
)
def test_what_is_asked(sentence: str, question: Question | None) -> None:
    assert asked(sentence, analyse(sentence)) is question


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("같이 밥 먹자", Act.PROPOSAL),
        ("영화 볼까요?", Act.PROPOSAL),
        ("산책합시다", Act.PROPOSAL),
        ("우리 산책 어때?", Act.PROPOSAL),
        ("커피 마시는 게 어때요?", Act.PROPOSAL),
        ("같이 가요", Act.PROPOSAL),
        ("친구하고 같이 가요", Act.STATEMENT),
        ("물 좀 주세요", Act.REQUEST),
        ("비가 올까요?", Act.QUESTION),
        ("물 좀 줘", Act.REQUEST),
        ("도와주시겠어요?", Act.REQUEST),
        ("여기 앉으세요", Act.REQUEST),
        ("잘 부탁하고 싶어요", Act.REQUEST),
        ("친구가 도와줬어요", Act.STATEMENT),
        ("저는 학생이에요", Act.INTRODUCTION),
        ("톰이라고 해요", Act.INTRODUCTION),
        ("제 취미는 등산이에요", Act.STATEMENT),
        ("보고 싶어", Act.AFFECTION),
        ("엄마 보고 싶어", Act.STATEMENT),
        ("최고예요", Act.PRAISE),
        ("영화가 최고예요", Act.STATEMENT),
    ],
)
def test_what_a_sentence_does(sentence: str, act: Act) -> None:
    assert speech_act(sentence, analyse(sentence)) is act


@pytest.mark.parametrize("sentence", ["안 먹어", "못 해요", "좋지 않아요", "없어요", "싫어해요"])
def test_a_denial_is_seen(sentence: str) -> None:
    assert negated(analyse(sentence))
    assert not negated(analyse("먹어요"))
