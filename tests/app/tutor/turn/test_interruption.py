"""A reply that the model cuts off: begun again once, then the turn fails and keeps its text."""

from app.tutor.turn import (
    AskReply,
    CancelReply,
    CompleteReply,
    FailReply,
    Finish,
    PublishDelta,
    ReplyBroken,
    ReplyDelivered,
    ReplyFinished,
    SaveReply,
    StartReply,
    StopAsked,
)
from tests.app.tutor.turn.transcript import MODEL, Transcript, shown


def cut_off_once() -> Transcript:
    """A reply whose second attempt was asked for; the learner saw `안녕, ` of the first."""
    return shown("안녕, ") >> ReplyBroken(1, "reset") << StartReply(2, 1) << AskReply(2)


def test_cut_off_once_it_begins_again_as_the_second_attempt() -> None:
    assert (
        cut_off_once()
        >> ReplyDelivered(2, "응", 20.0)
        << PublishDelta(2, 0, "응")
        << SaveReply("응")
        >> ReplyDelivered(2, ", 왜?", 20.1)
        << PublishDelta(2, 1, ", 왜?")
        >> ReplyFinished(2, MODEL)
        << CompleteReply(2, "응, 왜?", stopped=False, origin=MODEL)
        << Finish((), stopped=False, reason=None)
    )


def test_the_second_attempt_is_saved_at_its_first_delta_however_soon_that_comes() -> None:
    assert (
        cut_off_once()
        >> ReplyDelivered(2, "응", 0.1)
        << PublishDelta(2, 0, "응")
        << SaveReply("응")
    )


def test_cut_off_twice_the_turn_fails_and_the_text_of_the_second_is_kept() -> None:
    assert (
        cut_off_once()
        >> ReplyDelivered(2, "그", 0.1)
        << PublishDelta(2, 0, "그")
        << SaveReply("그")
        >> ReplyDelivered(2, "래", 0.2)
        << PublishDelta(2, 1, "래")
        >> ReplyBroken(2, "reset")
        << CancelReply()
        << FailReply("그래", "interrupted")
        << Finish(("reply",), stopped=False, reason="interrupted")
    )


def test_a_second_attempt_that_gives_no_token_fails_with_its_own_reason() -> None:
    assert (
        cut_off_once()
        >> ReplyBroken(2, "unreachable")
        << CancelReply()
        << FailReply("", "unreachable")
        << Finish(("reply",), stopped=False, reason="unreachable")
    )


def test_what_the_first_attempt_still_says_is_not_heard() -> None:
    assert (
        cut_off_once()
        >> ReplyDelivered(1, "뭐 해?", 0.1)
        >> ReplyFinished(1, MODEL)
        >> ReplyBroken(1, "reset")
    )


def test_a_stop_in_the_second_attempt_completes_the_second() -> None:
    assert (
        cut_off_once()
        >> StopAsked()
        << CancelReply()
        << CompleteReply(2, "", stopped=True, origin=None)
        << Finish((), stopped=True, reason=None)
    )
