"""Words with room for one of the reply: held until it is over, then stored once, two in all."""

import pytest

from app.korean import PickedWord
from app.tutor.turn import (
    AskFeedback,
    AskReply,
    AskWords,
    CancelReply,
    ClaimReply,
    CompleteReply,
    FailReply,
    Finish,
    MessageRecord,
    PublishDelta,
    ReplyBroken,
    ReplyDelivered,
    ReplyFinished,
    ReplyMayStart,
    ReplyRecord,
    SaveReply,
    StartReply,
    StopAsked,
    StoreWords,
    TurnRecord,
    WordsAnswered,
    WordsFailed,
)
from tests.app.tutor.turn.transcript import (
    FIRST,
    FRIEND,
    MODEL,
    RICE,
    SCHOOL,
    SECOND,
    Transcript,
    begun,
)

FEW: list[tuple[PickedWord, ...]] = [(), (SCHOOL,)]


def replying(text: str = "밥 먹자.") -> Transcript:
    """Two messages without words, and a reply of which a first delta was shown."""
    messages = tuple(MessageRecord(one, has_feedback=True) for one in (FIRST, SECOND))
    return (
        Transcript(TurnRecord(messages, first_delta_claimed=True))
        << AskWords(FIRST)
        << AskWords(SECOND)
        << ClaimReply()
        >> ReplyMayStart()
        << StartReply(1, 0)
        << AskReply(1)
        >> ReplyDelivered(1, text, 0.0)
        << PublishDelta(1, 0, text)
        << SaveReply(text)
    )


def test_two_words_are_stored_at_once() -> None:
    assert (
        begun()
        >> WordsAnswered(FIRST, (SCHOOL, FRIEND))
        << StoreWords(FIRST, (SCHOOL, FRIEND), "", failed=False)
    )


def test_of_three_words_the_first_two_are_stored() -> None:
    assert (
        begun()
        >> WordsAnswered(FIRST, (SCHOOL, FRIEND, RICE))
        << StoreWords(FIRST, (SCHOOL, FRIEND), "", failed=False)
    )


@pytest.mark.parametrize("few", FEW)
def test_fewer_words_wait_for_the_reply_and_are_filled_up_from_it(
    few: tuple[PickedWord, ...],
) -> None:
    assert (
        replying("밥 먹자.")
        >> WordsAnswered(FIRST, few)
        >> WordsAnswered(SECOND, (FRIEND,))
        >> ReplyFinished(1, MODEL)
        << CompleteReply(1, "밥 먹자.", stopped=False, origin=MODEL)
        << StoreWords(FIRST, few, "밥 먹자.", failed=False)
        << StoreWords(SECOND, (FRIEND,), "밥 먹자.", failed=False)
        << Finish((), stopped=False, reason=None)
    )


def test_words_that_come_after_the_reply_do_not_wait() -> None:
    assert (
        replying("밥 먹자.")
        >> ReplyFinished(1, MODEL)
        << CompleteReply(1, "밥 먹자.", stopped=False, origin=MODEL)
        >> WordsAnswered(SECOND, (SCHOOL,))
        << StoreWords(SECOND, (SCHOOL,), "밥 먹자.", failed=False)
        >> WordsAnswered(FIRST, (FRIEND, RICE))
        << StoreWords(FIRST, (FRIEND, RICE), "", failed=False)
        << Finish((), stopped=False, reason=None)
    )


def test_a_reply_that_is_stopped_still_fills_up_with_what_was_shown() -> None:
    assert (
        replying("밥 먹")
        >> WordsAnswered(FIRST, ())
        >> WordsFailed(SECOND, "deadline")
        << StoreWords(SECOND, (), "", failed=True)
        >> StopAsked()
        << CancelReply()
        << CompleteReply(1, "밥 먹", stopped=True, origin=None)
        << StoreWords(FIRST, (), "밥 먹", failed=False)
        << Finish(("words",), stopped=True, reason=None)
    )


def test_a_reply_that_is_never_finished_gives_no_words() -> None:
    assert (
        replying("밥 먹")
        >> WordsAnswered(FIRST, (SCHOOL,))
        >> ReplyBroken(1, "deadline")
        << StartReply(2, 1)
        << AskReply(2)
        >> ReplyDelivered(2, "밥", 5.0)
        << PublishDelta(2, 0, "밥")
        << SaveReply("밥")
        >> ReplyBroken(2, "deadline")
        << CancelReply()
        << FailReply("밥", "interrupted")
        << StoreWords(FIRST, (SCHOOL,), "", failed=False)
        >> WordsAnswered(SECOND, (FRIEND,))
        << StoreWords(SECOND, (FRIEND,), "", failed=False)
        << Finish(("reply",), stopped=False, reason="interrupted")
    )


def test_words_stay_held_while_the_reply_is_begun_again() -> None:
    assert (
        replying("밥")
        >> WordsAnswered(FIRST, (SCHOOL,))
        >> WordsAnswered(SECOND, (FRIEND, RICE))
        << StoreWords(SECOND, (FRIEND, RICE), "", failed=False)
        >> ReplyBroken(1, "deadline")
        << StartReply(2, 1)
        << AskReply(2)
        >> ReplyDelivered(2, "그래.", 5.0)
        << PublishDelta(2, 0, "그래.")
        << SaveReply("그래.")
        >> ReplyFinished(2, MODEL)
        << CompleteReply(2, "그래.", stopped=False, origin=MODEL)
        << StoreWords(FIRST, (SCHOOL,), "그래.", failed=False)
        << Finish((), stopped=False, reason=None)
    )


def test_words_that_are_held_are_not_answered_twice() -> None:
    assert (
        begun()
        >> WordsAnswered(FIRST, (SCHOOL,))
        >> WordsAnswered(FIRST, (FRIEND, RICE))
        >> WordsFailed(FIRST, "deadline")
        >> StopAsked()
        << CancelReply()
        << StoreWords(FIRST, (SCHOOL,), "", failed=False)
    )


def test_words_held_by_a_process_that_died_are_asked_for_again() -> None:
    record = TurnRecord(
        (MessageRecord(FIRST),),
        reply=ReplyRecord("completed", 1, "응."),
        first_delta_claimed=True,
    )
    assert (
        Transcript(record)
        << AskFeedback(FIRST)
        << AskWords(FIRST)
        >> WordsAnswered(FIRST, (SCHOOL,))
        << StoreWords(FIRST, (SCHOOL,), "응.", failed=False)
    )
