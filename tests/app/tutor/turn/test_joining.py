"""Messages that join a turn: the reply is asked for anew until its first delta closes the turn."""

from app.tutor.turn import (
    AskFeedback,
    AskReply,
    AskWords,
    CancelReply,
    ClaimFirstDelta,
    CompleteReply,
    FailReply,
    FeedbackAnswered,
    Finish,
    FirstDeltaGranted,
    MessageJoined,
    PublishDelta,
    ReplyBroken,
    ReplyDelivered,
    ReplyFinished,
    ReplyMayStart,
    SaveReply,
    StartReply,
    StopAsked,
    StoreFeedback,
    StoreWords,
    WordsFailed,
)
from tests.app.tutor.turn.transcript import (
    FIRST,
    MODEL,
    PERFECT,
    SECOND,
    THIRD,
    Transcript,
    asked,
    begun,
    shown,
)


def claiming() -> Transcript:
    """A reply that has begun to come, and asks whether it may be shown."""
    return asked() >> ReplyDelivered(1, "안녕", 0.0) << ClaimFirstDelta(1, 1)


def test_before_the_reply_starts_only_feedback_and_words_are_asked_for() -> None:
    assert (
        begun()
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        >> ReplyMayStart()
        << StartReply(1, 0)
        << AskReply(1)
    )


def test_a_request_under_way_is_cancelled_and_asked_anew_in_the_same_attempt() -> None:
    assert (
        asked()
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        << CancelReply()
        << AskReply(1)
        >> ReplyDelivered(1, "안녕", 0.0)
        << ClaimFirstDelta(1, 2)
    )


def test_what_came_during_the_claim_is_dropped_since_nobody_saw_it() -> None:
    assert (
        claiming()
        >> ReplyDelivered(1, "하세요", 0.1)
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        << CancelReply()
        << AskReply(1)
        >> FirstDeltaGranted(1, granted=False, now=0.2)
        >> ReplyDelivered(1, "어, 왔어?", 1.0)
        << ClaimFirstDelta(1, 2)
        >> FirstDeltaGranted(1, granted=True, now=1.0)
        << PublishDelta(1, 0, "어, 왔어?")
        << SaveReply("어, 왔어?")
    )


def test_a_refused_claim_waits_for_the_message_that_joined() -> None:
    assert (
        claiming()
        >> FirstDeltaGranted(1, granted=False, now=0.1)
        >> ReplyDelivered(1, "하세요", 0.2)
        >> ReplyFinished(1, MODEL)
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        << CancelReply()
        << AskReply(1)
        >> ReplyDelivered(1, "어.", 1.0)
        << ClaimFirstDelta(1, 2)
    )


def test_a_late_refusal_does_not_touch_the_claim_made_after_it() -> None:
    assert (
        claiming()
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        << CancelReply()
        << AskReply(1)
        >> ReplyDelivered(1, "어.", 1.0)
        << ClaimFirstDelta(1, 2)
        >> FirstDeltaGranted(1, granted=False, now=1.1)
        >> FirstDeltaGranted(1, granted=True, now=1.2)
        << PublishDelta(1, 0, "어.")
        << SaveReply("어.")
    )


def test_two_that_join_during_the_claim_are_answered_together() -> None:
    assert (
        claiming()
        >> FirstDeltaGranted(1, granted=False, now=0.1)
        >> MessageJoined(FIRST)
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        << CancelReply()
        << AskReply(1)
        >> MessageJoined(THIRD)
        << AskFeedback(THIRD)
        << AskWords(THIRD)
        << CancelReply()
        << AskReply(1)
        >> ReplyDelivered(1, "어.", 1.0)
        << ClaimFirstDelta(1, 3)
    )


def test_how_the_dropped_reply_ended_is_forgotten() -> None:
    assert (
        claiming()
        >> ReplyBroken(1, "deadline")
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        << CancelReply()
        << AskReply(1)
        >> ReplyDelivered(1, "어.", 1.0)
        << ClaimFirstDelta(1, 2)
        >> FirstDeltaGranted(1, granted=True, now=1.0)
        << PublishDelta(1, 0, "어.")
        << SaveReply("어.")
    )


def test_a_message_that_is_known_does_not_join_again() -> None:
    assert begun() >> MessageJoined(FIRST)
    assert asked() >> MessageJoined(FIRST)
    assert claiming() >> MessageJoined(FIRST)


def test_after_the_first_delta_a_message_that_is_told_late_is_judged_but_not_answered() -> None:
    assert (
        shown("안녕")
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        >> ReplyFinished(1, MODEL)
        << CompleteReply(1, "안녕", stopped=False, origin=MODEL)
        >> FeedbackAnswered(SECOND, PERFECT)
        << StoreFeedback(SECOND, PERFECT)
        >> WordsFailed(SECOND, "deadline")
        << StoreWords(SECOND, (), "", failed=True)
        << Finish(("words",), stopped=False, reason=None)
    )


def test_a_message_that_joined_unheard_before_a_stop_keeps_the_turn_from_ending() -> None:
    assert (
        asked()
        >> StopAsked()
        << CancelReply()
        << CompleteReply(1, "", stopped=True, origin=None)
        << ClaimFirstDelta(1, 1)
        >> FirstDeltaGranted(1, granted=False, now=0.0)
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        >> FeedbackAnswered(SECOND, PERFECT)
        << StoreFeedback(SECOND, PERFECT)
        >> WordsFailed(SECOND, "deadline")
        << StoreWords(SECOND, (), "", failed=True)
        << ClaimFirstDelta(1, 2)
        >> FirstDeltaGranted(1, granted=True, now=5.0)
        << Finish(("words",), stopped=True, reason=None)
    )


def test_a_message_that_joined_unheard_before_a_failure_keeps_the_turn_from_ending() -> None:
    assert (
        asked()
        >> ReplyBroken(1, "unreachable")
        << CancelReply()
        << FailReply("", "unreachable")
        << ClaimFirstDelta(1, 1)
        >> MessageJoined(SECOND)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        >> FirstDeltaGranted(1, granted=False, now=0.0)
        >> WordsFailed(SECOND, "deadline")
        << StoreWords(SECOND, (), "", failed=True)
        >> FeedbackAnswered(SECOND, PERFECT)
        << StoreFeedback(SECOND, PERFECT)
        << ClaimFirstDelta(1, 2)
        >> FirstDeltaGranted(1, granted=True, now=5.0)
        << Finish(("reply", "words"), stopped=False, reason="unreachable")
    )
