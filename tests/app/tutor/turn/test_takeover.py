"""A takeover: the machine is made from any combination of rows and does what is left to do."""

from dataclasses import replace

import pytest

from app.tutor.turn import (
    AskFeedback,
    AskReply,
    AskWords,
    CancelReply,
    ClaimFirstDelta,
    ClaimReply,
    CompleteReply,
    Effect,
    FailReply,
    FeedbackAnswered,
    Finish,
    FirstDeltaGranted,
    MessageRecord,
    PublishDelta,
    ReplyBroken,
    ReplyDelivered,
    ReplyMayStart,
    ReplyRecord,
    SaveReply,
    StartReply,
    StoreFeedback,
    StoreWords,
    TurnMachine,
    TurnRecord,
    WordsAnswered,
)
from tests.app.tutor.turn.transcript import (
    FIRST,
    FRIEND,
    PERFECT,
    SCHOOL,
    SECOND,
    Transcript,
    stored,
    waiting,
)

RUNNING = ReplyRecord("running", 1, "안녕, ")
COMPLETED = ReplyRecord("completed", 1, "안녕, 뭐 해?")
STOPPED = ReplyRecord("stopped", 1, "안녕, ")
FAILED = ReplyRecord("failed", 2, "안녕", "interrupted")
UNREACHABLE = ReplyRecord("failed", 1, "", "unreachable")


@pytest.mark.parametrize("has_feedback", [False, True])
@pytest.mark.parametrize("has_words", [False, True])
@pytest.mark.parametrize(
    ("reply", "rest"),
    [
        (None, [ClaimReply()]),
        (RUNNING, [ClaimReply()]),
        (COMPLETED, []),
        (STOPPED, []),
        (FAILED, []),
    ],
)
def test_exactly_what_is_not_stored_is_asked_for_again(
    has_feedback: bool, has_words: bool, reply: ReplyRecord | None, rest: list[Effect]
) -> None:
    message = MessageRecord(FIRST, has_feedback, has_words)
    fresh = MessageRecord(SECOND)
    asked: list[Effect] = []
    asked += [] if has_feedback else [AskFeedback(FIRST)]
    asked += [] if has_words else [AskWords(FIRST)]
    asked += [AskFeedback(SECOND), AskWords(SECOND)]

    machine = TurnMachine(TurnRecord((message, fresh), reply, first_delta_claimed=True))

    assert machine.start() == asked + rest


def test_nothing_stored_begins_the_turn() -> None:
    assert Transcript(waiting()) << AskFeedback(FIRST) << AskWords(FIRST) << ClaimReply()


@pytest.mark.parametrize("interruptions", [0, 1])
def test_a_running_reply_begins_again_as_the_next_attempt(interruptions: int) -> None:
    assert (
        Transcript(replace(stored(), reply=RUNNING, interruptions=interruptions))
        << ClaimReply()
        >> ReplyMayStart()
        << StartReply(2, interruptions)
        << AskReply(2)
        >> ReplyDelivered(2, "응", 7.0)
        << ClaimFirstDelta(2, 1)
        >> FirstDeltaGranted(2, granted=True, now=7.0)
        << PublishDelta(2, 0, "응")
        << SaveReply("응")
    )


def test_a_turn_whose_first_delta_was_claimed_is_not_claimed_again() -> None:
    record = replace(stored(), reply=RUNNING, interruptions=1, first_delta_claimed=True)
    assert (
        Transcript(record)
        << ClaimReply()
        >> ReplyMayStart()
        << StartReply(2, 1)
        << AskReply(2)
        >> ReplyDelivered(2, "응", 7.0)
        << PublishDelta(2, 0, "응")
        << SaveReply("응")
    )


def test_the_saved_text_is_kept_until_the_next_attempt_begins() -> None:
    transcript = Transcript(replace(stored(), reply=RUNNING, interruptions=1)) << ClaimReply()
    assert transcript.machine.reply_text == "안녕, "
    assert transcript >> ReplyMayStart() << StartReply(2, 1) << AskReply(2)
    assert transcript.machine.reply_text == ""


def test_cut_off_twice_the_turn_fails_and_keeps_the_saved_text() -> None:
    record = replace(
        stored(),
        reply=ReplyRecord("running", 2, "안녕, 뭐"),
        interruptions=2,
        first_delta_claimed=True,
    )
    assert (
        Transcript(record)
        << CancelReply()
        << FailReply("안녕, 뭐", "interrupted")
        << Finish(("reply",), stopped=False, reason="interrupted")
    )


def test_cut_off_twice_before_any_delta_closes_the_turn_before_its_end() -> None:
    record = replace(stored(), reply=ReplyRecord("running", 2, ""), interruptions=2)
    assert (
        Transcript(record)
        << CancelReply()
        << FailReply("", "interrupted")
        << ClaimFirstDelta(2, 1)
        >> FirstDeltaGranted(2, granted=True, now=0.0)
        << Finish(("reply",), stopped=False, reason="interrupted")
    )


def test_cut_off_by_a_crash_and_then_by_the_model_the_turn_fails() -> None:
    record = replace(stored(), reply=RUNNING, interruptions=1, first_delta_claimed=True)
    assert (
        Transcript(record)
        << ClaimReply()
        >> ReplyMayStart()
        << StartReply(2, 1)
        << AskReply(2)
        >> ReplyDelivered(2, "응", 0.0)
        << PublishDelta(2, 0, "응")
        << SaveReply("응")
        >> ReplyBroken(2, "reset")
        << CancelReply()
        << FailReply("응", "interrupted")
        << Finish(("reply",), stopped=False, reason="interrupted")
    )


@pytest.mark.parametrize(
    ("reply", "missing", "end"),
    [
        (COMPLETED, (), Finish((), stopped=False, reason=None)),
        (COMPLETED, ("words",), Finish(("words",), stopped=False, reason=None)),
        (STOPPED, (), Finish((), stopped=True, reason=None)),
        (FAILED, ("reply",), Finish(("reply",), stopped=False, reason="interrupted")),
        (
            UNREACHABLE,
            ("feedback", "reply"),
            Finish(("feedback", "reply"), stopped=False, reason="unreachable"),
        ),
    ],
)
@pytest.mark.parametrize("stop_asked", [False, True])
def test_all_stored_but_not_ended_ends_as_it_would_have(
    reply: ReplyRecord, missing: tuple[str, ...], end: Finish, stop_asked: bool
) -> None:
    record = replace(
        stored(),
        reply=reply,
        missing=missing,
        first_delta_claimed=True,
        stop_asked=stop_asked or reply is STOPPED,
    )
    assert Transcript(record) << end


def test_a_failed_reply_whose_reason_is_not_known_was_interrupted() -> None:
    record = replace(
        stored(),
        reply=ReplyRecord("failed", 2, "안녕"),
        missing=("reply",),
        first_delta_claimed=True,
    )
    assert Transcript(record) << Finish(("reply",), stopped=False, reason="interrupted")


@pytest.mark.parametrize(
    ("reply", "end", "picked_from"),
    [
        (COMPLETED, Finish((), stopped=False, reason=None), "안녕, 뭐 해?"),
        (STOPPED, Finish((), stopped=True, reason=None), "안녕, "),
        (FAILED, Finish(("reply",), stopped=False, reason="interrupted"), ""),
    ],
)
def test_words_are_filled_up_from_a_stored_reply_that_was_not_cut_off(
    reply: ReplyRecord, end: Finish, picked_from: str
) -> None:
    record = TurnRecord(
        (MessageRecord(FIRST, has_feedback=True),),
        reply,
        first_delta_claimed=True,
        missing=end.missing,
    )
    assert (
        Transcript(record)
        << AskWords(FIRST)
        >> WordsAnswered(FIRST, (SCHOOL,))
        << StoreWords(FIRST, (SCHOOL,), picked_from, failed=False)
        << end
    )


def test_stored_words_are_not_asked_for_and_feedback_ends_the_turn() -> None:
    record = TurnRecord(
        (MessageRecord(FIRST, has_words=True),), COMPLETED, first_delta_claimed=True
    )
    assert (
        Transcript(record)
        << AskFeedback(FIRST)
        >> WordsAnswered(FIRST, (SCHOOL, FRIEND))
        >> FeedbackAnswered(FIRST, PERFECT)
        << StoreFeedback(FIRST, PERFECT)
        << Finish((), stopped=False, reason=None)
    )


def test_a_stop_that_the_dead_process_did_not_hear_completes_the_saved_text() -> None:
    record = replace(
        stored(), reply=RUNNING, interruptions=1, first_delta_claimed=True, stop_asked=True
    )
    assert (
        Transcript(record)
        << CancelReply()
        << CompleteReply(1, "안녕, ", stopped=True, origin=None)
        << Finish((), stopped=True, reason=None)
    )


def test_a_stop_is_stronger_than_a_second_interruption() -> None:
    record = replace(
        stored(), reply=RUNNING, interruptions=2, first_delta_claimed=True, stop_asked=True
    )
    assert (
        Transcript(record)
        << CancelReply()
        << CompleteReply(1, "안녕, ", stopped=True, origin=None)
        << Finish((), stopped=True, reason=None)
    )


def test_a_stop_before_the_reply_started_ends_the_turn_without_one() -> None:
    assert (
        Transcript(replace(waiting(), stop_asked=True))
        << AskFeedback(FIRST)
        << AskWords(FIRST)
        << CancelReply()
    )
    assert (
        Transcript(replace(stored(), stop_asked=True))
        << CancelReply()
        << ClaimFirstDelta(0, 1)
        >> FirstDeltaGranted(0, granted=True, now=0.0)
        << Finish((), stopped=True, reason=None)
    )
