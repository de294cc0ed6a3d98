"""Whether a sentence in -아/어 bids someone to act, tells, or may do either."""

import pytest

from app.korean.reading.bidding import Bidding, bidding
from app.korean.reading.sentences import sentences
from app.korean.restyling.predicate import predicate_of


def _reading(text: str) -> Bidding:
    (*_, sentence) = sentences(text)
    return bidding(sentence, predicate_of(sentence))


@pytest.mark.parametrize(
    "text",
    ["비켜!", "손 들어.", "나 좀 도와줘.", "울지 말고 말해.", "도착하면 전화해.", "민수야, 먹어."],
)
def test_a_cue_makes_it_an_order(text: str) -> None:
    assert _reading(text) is Bidding.BIDS


@pytest.mark.parametrize(
    "text",
    ["나 밥 먹어.", "매일 운동해.", "안 먹어.", "자고 있어.", "비 와!", "밥을 먹어.", "먹었어."],
)
def test_a_subject_a_habit_or_a_tense_tells(text: str) -> None:
    assert _reading(text) is Bidding.TELLS


@pytest.mark.parametrize("text", ["밥 먹어.", "이따 전화해.", "버스를 기다려."])
def test_without_a_cue_it_may_be_either(text: str) -> None:
    assert _reading(text) is Bidding.EITHER


def test_polite_speech_has_another_ending_to_bid_with() -> None:
    assert _reading("친구를 기다려요.") is Bidding.TELLS
    assert _reading("조심해요.") is Bidding.BIDS


def test_a_question_bids_nobody() -> None:
    assert _reading("뭐 해.") is Bidding.TELLS
