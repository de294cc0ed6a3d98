import pytest

from app.korean.reading.sentences import Sentence, sentences
from app.korean.reading.speech_acts import commands, invites, promises, proposes, wonders
from app.korean.restyling.predicate import predicate_of


def _sentence(text: str) -> Sentence:
    (only,) = sentences(text)
    return only


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("푹 쉬어", True),
        ("하지 마", True),
        ("답장 줘", True),
        ("많이 드세요", True),
        ("비가 오니까 우산 가져가세요", True),
        ("나 요즘 푹 자", False),
        ("나 살쪘나 봐", False),
        ("어머니는 요리를 잘하세요", False),
    ],
)
def test_an_order_is_told_from_a_statement(text: str, order: bool) -> None:
    sentence = _sentence(text)
    assert commands(sentence, predicate_of(sentence)) is order


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("우리 같이 가요", True),
        ("같이 밥 먹어요", True),
        ("친구랑 같이 살아요", False),
        ("저는 같이 가요", False),
        ("매일 같이 먹어요", False),
    ],
)
def test_a_proposal_names_no_one_who_does_it(text: str, proposal: bool) -> None:
    sentence = _sentence(text)
    assert proposes(sentence, predicate_of(sentence)) is proposal


@pytest.mark.parametrize(
    ("text", "invited"), [("먼저 드시죠", True), ("오래 기다리셨죠", False), ("바쁘시죠", False)]
)
def test_an_invitation_honours_a_verb_in_the_present(text: str, invited: bool) -> None:
    assert invites(_sentence(text)) is invited


@pytest.mark.parametrize(
    ("text", "promise"),
    [("바로 처리하겠습니다", True), ("잘 모르겠습니다", False), ("눈이 오겠습니다", False)],
)
def test_a_promise_is_what_the_speaker_will_do(text: str, promise: bool) -> None:
    sentence = _sentence(text)
    assert promises(predicate_of(sentence), sentence) is promise


@pytest.mark.parametrize(
    ("text", "aloud", "wonder"),
    [
        ("멋있다!", False, True),
        ("길다.", True, True),
        ("길다.", False, False),
        ("간다!", True, False),
    ],
)
def test_a_bare_adjective_is_wonder_where_people_talk(text: str, aloud: bool, wonder: bool) -> None:
    sentence = _sentence(text)
    assert wonders(predicate_of(sentence), sentence, aloud=aloud) is wonder
