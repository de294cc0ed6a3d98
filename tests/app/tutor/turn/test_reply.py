"""The reply: it waits for its room, is closed to messages, is shown, saved and completed."""

from app.tutor.turn import (
    AskReply,
    CancelReply,
    ClaimFirstDelta,
    ClaimReply,
    CompleteReply,
    FailReply,
    Finish,
    FirstDeltaGranted,
    PublishDelta,
    ReplyBroken,
    ReplyDelivered,
    ReplyFinished,
    ReplyMayStart,
    SaveReply,
    StartReply,
)
from tests.app.tutor.turn.transcript import (
    FIRST,
    MODEL,
    SECOND,
    Transcript,
    asked,
    shown,
    stored,
)


def test_a_reply_from_its_claim_to_the_end_of_the_turn() -> None:
    assert (
        Transcript(stored())
        << ClaimReply()
        >> ReplyMayStart()
        << StartReply(1, 0)
        << AskReply(1)
        >> ReplyDelivered(1, "안녕", 10.0)
        << ClaimFirstDelta(1, 1)
        >> FirstDeltaGranted(1, granted=True, now=10.0)
        << PublishDelta(1, 0, "안녕")
        << SaveReply("안녕")
        >> ReplyDelivered(1, ", 뭐 해?", 10.04)
        << PublishDelta(1, 2, ", 뭐 해?")
        >> ReplyFinished(1, MODEL)
        << CompleteReply(1, "안녕, 뭐 해?", stopped=False, origin=MODEL)
        << Finish((), stopped=False, reason=None)
    )


def test_nothing_is_asked_of_the_model_before_the_turns_before_have_ended() -> None:
    assert Transcript(stored()) << ClaimReply()


def test_being_told_twice_to_start_starts_once() -> None:
    assert asked() >> ReplyMayStart()
    assert shown() >> ReplyMayStart()


def test_the_claim_says_how_many_messages_were_answered() -> None:
    assert asked(stored(FIRST, SECOND)) >> ReplyDelivered(1, "안녕", 0.0) << ClaimFirstDelta(1, 2)


def test_what_comes_while_the_claim_is_open_is_shown_with_the_first_delta() -> None:
    assert (
        asked()
        >> ReplyDelivered(1, "안", 0.0)
        << ClaimFirstDelta(1, 1)
        >> ReplyDelivered(1, "녕", 0.1)
        >> ReplyDelivered(1, "!", 0.2)
        >> FirstDeltaGranted(1, granted=True, now=0.3)
        << PublishDelta(1, 0, "안녕!")
        << SaveReply("안녕!")
    )


def test_an_end_that_comes_while_the_claim_is_open_waits_for_it() -> None:
    assert (
        asked()
        >> ReplyDelivered(1, "안녕", 0.0)
        << ClaimFirstDelta(1, 1)
        >> ReplyFinished(1, MODEL)
        >> ReplyDelivered(1, "?", 0.1)
        >> ReplyBroken(1, "deadline")
        >> FirstDeltaGranted(1, granted=True, now=0.2)
        << PublishDelta(1, 0, "안녕")
        << SaveReply("안녕")
        << CompleteReply(1, "안녕", stopped=False, origin=MODEL)
        << Finish((), stopped=False, reason=None)
    )


def test_a_break_that_comes_while_the_claim_is_open_waits_for_it() -> None:
    assert (
        asked()
        >> ReplyDelivered(1, "안녕", 0.0)
        << ClaimFirstDelta(1, 1)
        >> ReplyBroken(1, "deadline")
        >> FirstDeltaGranted(1, granted=True, now=0.2)
        << PublishDelta(1, 0, "안녕")
        << SaveReply("안녕")
        << StartReply(2, 1)
        << AskReply(2)
    )


def test_deltas_continue_each_other_in_utf_16_code_units() -> None:
    assert (
        shown("🍀 ")
        >> ReplyDelivered(1, "👨‍👩‍👧", 0.1)
        << PublishDelta(1, 3, "👨‍👩‍👧")
        >> ReplyDelivered(1, "네", 0.2)
        << PublishDelta(1, 11, "네")
        >> ReplyDelivered(1, ".", 0.3)
        << PublishDelta(1, 12, ".")
    )


def test_an_empty_piece_is_no_delta() -> None:
    assert asked() >> ReplyDelivered(1, "", 0.0)
    assert shown() >> ReplyDelivered(1, "", 0.0)


def test_the_text_so_far_is_saved_once_a_second() -> None:
    assert (
        shown("a")
        >> ReplyDelivered(1, "b", 0.5)
        << PublishDelta(1, 1, "b")
        >> ReplyDelivered(1, "c", 0.999)
        << PublishDelta(1, 2, "c")
        >> ReplyDelivered(1, "d", 1.0)
        << PublishDelta(1, 3, "d")
        << SaveReply("abcd")
        >> ReplyDelivered(1, "e", 1.9)
        << PublishDelta(1, 4, "e")
        >> ReplyDelivered(1, "f", 2.1)
        << PublishDelta(1, 5, "f")
        << SaveReply("abcdef")
    )


def test_the_text_so_far_can_be_read_for_a_handover() -> None:
    transcript = shown("안") >> ReplyDelivered(1, "녕", 0.1) << PublishDelta(1, 1, "녕")
    assert transcript.machine.reply_text == "안녕"


def test_a_reply_without_text_fails_as_empty() -> None:
    assert (
        asked()
        >> ReplyFinished(1, MODEL)
        << CancelReply()
        << FailReply("", "empty")
        << ClaimFirstDelta(1, 1)
        >> FirstDeltaGranted(1, granted=True, now=0.0)
        << Finish(("reply",), stopped=False, reason="empty")
    )


def test_a_model_that_gives_no_token_fails_the_reply_with_its_reason() -> None:
    assert (
        asked()
        >> ReplyBroken(1, "unreachable")
        << CancelReply()
        << FailReply("", "unreachable")
        << ClaimFirstDelta(1, 1)
        >> FirstDeltaGranted(1, granted=True, now=0.0)
        << Finish(("reply",), stopped=False, reason="unreachable")
    )


def test_an_attempt_that_is_not_the_running_one_is_not_heard() -> None:
    for attempt in (0, 2):
        assert (
            shown()
            >> ReplyDelivered(attempt, "아니", 9.0)
            >> ReplyFinished(attempt, MODEL)
            >> ReplyBroken(attempt, "deadline")
            >> FirstDeltaGranted(attempt, granted=True, now=9.0)
        )


def test_a_claim_is_not_granted_by_what_is_said_of_another_attempt() -> None:
    assert (
        asked()
        >> ReplyDelivered(1, "안녕", 0.0)
        << ClaimFirstDelta(1, 1)
        >> FirstDeltaGranted(0, granted=True, now=0.1)
        >> FirstDeltaGranted(1, granted=True, now=0.2)
        << PublishDelta(1, 0, "안녕")
        << SaveReply("안녕")
    )


def test_a_grant_that_nobody_asked_for_shows_nothing() -> None:
    assert asked() >> FirstDeltaGranted(1, granted=True, now=0.0)
    assert shown() >> FirstDeltaGranted(1, granted=True, now=0.0)


def test_nothing_of_a_reply_is_heard_before_it_was_started() -> None:
    assert (
        Transcript(stored())
        << ClaimReply()
        >> ReplyDelivered(0, "안녕", 0.0)
        >> ReplyFinished(0, MODEL)
        >> ReplyBroken(0, "deadline")
    )


def test_nothing_is_heard_after_the_end() -> None:
    transcript = (
        shown()
        >> ReplyFinished(1, MODEL)
        << CompleteReply(1, "안녕", stopped=False, origin=MODEL)
        << Finish((), stopped=False, reason=None)
    )
    assert transcript.machine.over
    assert transcript >> ReplyDelivered(1, "?", 1.0) >> ReplyFinished(1, MODEL) >> ReplyMayStart()
