"""A stop: heard at once, before the first token as in the middle, and not after the end."""

from app.tutor.turn import (
    AskFeedback,
    AskReply,
    CancelReply,
    ClaimFirstDelta,
    ClaimReply,
    CompleteReply,
    FailReply,
    FeedbackAnswered,
    Finish,
    FirstDeltaGranted,
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
    StoreFeedback,
    StoreWords,
    TurnRecord,
    WordsAnswered,
)
from tests.app.tutor.turn.transcript import (
    FIRST,
    FRIEND,
    MODEL,
    PERFECT,
    SCHOOL,
    Transcript,
    asked,
    begun,
    shown,
    stored,
)

STORED = MessageRecord(FIRST, has_feedback=True, has_words=True)


def test_a_reply_stopped_before_it_started_is_never_announced() -> None:
    assert (
        Transcript(stored())
        << ClaimReply()
        >> StopAsked()
        << CancelReply()
        << ClaimFirstDelta(0, 1)
        >> ReplyMayStart()
        >> FirstDeltaGranted(0, granted=True, now=0.0)
        << Finish((), stopped=True, reason=None)
    )


def test_feedback_and_words_of_a_stopped_turn_still_come() -> None:
    assert (
        begun()
        >> StopAsked()
        << CancelReply()
        >> FeedbackAnswered(FIRST, PERFECT)
        << StoreFeedback(FIRST, PERFECT)
        >> WordsAnswered(FIRST, (SCHOOL,))
        << StoreWords(FIRST, (SCHOOL,), "", failed=False)
        << ClaimFirstDelta(0, 1)
        >> FirstDeltaGranted(0, granted=True, now=0.0)
        << Finish((), stopped=True, reason=None)
    )


def test_a_reply_stopped_before_its_first_token_is_completed_without_text() -> None:
    assert (
        asked()
        >> StopAsked()
        << CancelReply()
        << CompleteReply(1, "", stopped=True, origin=None)
        << ClaimFirstDelta(1, 1)
        >> ReplyDelivered(1, "안녕", 0.0)
        >> FirstDeltaGranted(1, granted=True, now=0.0)
        << Finish((), stopped=True, reason=None)
    )


def test_what_nobody_saw_yet_is_not_shown_after_a_stop() -> None:
    assert (
        asked()
        >> ReplyDelivered(1, "안녕", 0.0)
        << ClaimFirstDelta(1, 1)
        >> StopAsked()
        << CancelReply()
        << CompleteReply(1, "", stopped=True, origin=None)
        << ClaimFirstDelta(1, 1)
        >> FirstDeltaGranted(1, granted=True, now=0.0)
        << Finish((), stopped=True, reason=None)
        >> FirstDeltaGranted(1, granted=True, now=0.0)
    )


def test_a_reply_stopped_in_the_middle_keeps_what_was_shown() -> None:
    assert (
        shown("안녕")
        >> ReplyDelivered(1, ", 뭐", 0.1)
        << PublishDelta(1, 2, ", 뭐")
        >> StopAsked()
        << CancelReply()
        << CompleteReply(1, "안녕, 뭐", stopped=True, origin=None)
        << Finish((), stopped=True, reason=None)
    )


def test_what_the_reader_still_says_after_a_stop_is_not_heard() -> None:
    record = TurnRecord((MessageRecord(FIRST, has_words=True),), first_delta_claimed=True)
    assert (
        Transcript(record)
        << AskFeedback(FIRST)
        << ClaimReply()
        >> ReplyMayStart()
        << StartReply(1, 0)
        << AskReply(1)
        >> ReplyDelivered(1, "안녕", 0.0)
        << PublishDelta(1, 0, "안녕")
        << SaveReply("안녕")
        >> StopAsked()
        << CancelReply()
        << CompleteReply(1, "안녕", stopped=True, origin=None)
        >> ReplyDelivered(1, "?", 0.1)
        >> ReplyFinished(1, MODEL)
        >> ReplyBroken(1, "deadline")
    )


def test_stopping_twice_stops_once() -> None:
    assert begun() >> StopAsked() << CancelReply() >> StopAsked()


def test_a_stop_after_the_reply_came_too_late() -> None:
    record = TurnRecord((MessageRecord(FIRST, has_words=True),), first_delta_claimed=True)
    assert (
        Transcript(record)
        << AskFeedback(FIRST)
        << ClaimReply()
        >> ReplyMayStart()
        << StartReply(1, 0)
        << AskReply(1)
        >> ReplyDelivered(1, "안녕", 0.0)
        << PublishDelta(1, 0, "안녕")
        << SaveReply("안녕")
        >> ReplyFinished(1, MODEL)
        << CompleteReply(1, "안녕", stopped=False, origin=MODEL)
        >> StopAsked()
        >> FeedbackAnswered(FIRST, PERFECT)
        << StoreFeedback(FIRST, PERFECT)
        << Finish((), stopped=False, reason=None)
    )


def test_a_stop_after_the_reply_failed_came_too_late() -> None:
    assert (
        begun()
        >> ReplyMayStart()
        << StartReply(1, 0)
        << AskReply(1)
        >> ReplyBroken(1, "refused")
        << CancelReply()
        << FailReply("", "refused")
        >> StopAsked()
        >> WordsAnswered(FIRST, (SCHOOL, FRIEND))
        << StoreWords(FIRST, (SCHOOL, FRIEND), "", failed=False)
        >> FeedbackAnswered(FIRST, PERFECT)
        << StoreFeedback(FIRST, PERFECT)
        << ClaimFirstDelta(1, 1)
        >> FirstDeltaGranted(1, granted=True, now=0.0)
        << Finish(("reply",), stopped=False, reason="refused")
    )


def test_a_stop_after_the_end_is_not_heard() -> None:
    assert (
        shown("안녕")
        >> ReplyFinished(1, MODEL)
        << CompleteReply(1, "안녕", stopped=False, origin=MODEL)
        << Finish((), stopped=False, reason=None)
        >> StopAsked()
    )


def test_a_stop_between_a_takeover_and_the_next_attempt_keeps_the_saved_text() -> None:
    running = TurnRecord((STORED,), ReplyRecord("running", 1, "안녕, "), interruptions=1)
    assert (
        Transcript(running)
        << ClaimReply()
        >> StopAsked()
        << CancelReply()
        << CompleteReply(1, "안녕, ", stopped=True, origin=None)
        << ClaimFirstDelta(1, 1)
    )
