"""Feedback and words: asked at once for each message, stored as they come, never waiting."""

from app.tutor.turn import (
    AskFeedback,
    AskWords,
    ClaimReply,
    FeedbackAnswered,
    FeedbackFailed,
    Finish,
    MessageRecord,
    ReplyFinished,
    ReplyRecord,
    StoreFeedback,
    StoreWords,
    TurnRecord,
    WordsAnswered,
    WordsFailed,
)
from tests.app.tutor.turn.transcript import (
    FIRST,
    FRIEND,
    MODEL,
    PERFECT,
    RICE,
    SCHOOL,
    SECOND,
    THIRD,
    Transcript,
    begun,
    waiting,
)

REPLIED = ReplyRecord("completed", 1, "응, 맞아.")


def with_reply_only() -> Transcript:
    """A turn whose reply is stored and nothing else."""
    record = TurnRecord((MessageRecord(FIRST),), reply=REPLIED, first_delta_claimed=True)
    return Transcript(record) << AskFeedback(FIRST) << AskWords(FIRST)


def test_both_are_asked_for_at_once_for_every_message() -> None:
    assert (
        Transcript(waiting(FIRST, SECOND))
        << AskFeedback(FIRST)
        << AskWords(FIRST)
        << AskFeedback(SECOND)
        << AskWords(SECOND)
        << ClaimReply()
    )


def test_feedback_does_not_wait_for_the_room() -> None:
    assert begun() >> FeedbackAnswered(FIRST, PERFECT) << StoreFeedback(FIRST, PERFECT)


def test_feedback_that_fails_is_stored_as_none_and_named_in_the_end() -> None:
    assert (
        with_reply_only()
        >> WordsAnswered(FIRST, (SCHOOL, FRIEND))
        << StoreWords(FIRST, (SCHOOL, FRIEND), "", failed=False)
        >> FeedbackFailed(FIRST, "deadline")
        << StoreFeedback(FIRST, None)
        << Finish(("feedback",), stopped=False, reason=None)
    )


def test_words_that_fail_are_stored_as_failed_at_once_and_named_in_the_end() -> None:
    assert (
        with_reply_only()
        >> WordsFailed(FIRST, "unreachable")
        << StoreWords(FIRST, (), "", failed=True)
        >> FeedbackAnswered(FIRST, PERFECT)
        << StoreFeedback(FIRST, PERFECT)
        << Finish(("words",), stopped=False, reason=None)
    )


def test_a_part_that_failed_for_two_messages_is_named_once() -> None:
    record = TurnRecord(
        (MessageRecord(FIRST, has_words=True), MessageRecord(SECOND, has_words=True)),
        reply=REPLIED,
        first_delta_claimed=True,
    )
    assert (
        Transcript(record)
        << AskFeedback(FIRST)
        << AskFeedback(SECOND)
        >> FeedbackFailed(SECOND, "deadline")
        << StoreFeedback(SECOND, None)
        >> FeedbackFailed(FIRST, "refused")
        << StoreFeedback(FIRST, None)
        << Finish(("feedback",), stopped=False, reason=None)
    )


def test_words_that_fail_do_not_wait_for_the_reply() -> None:
    assert begun() >> WordsFailed(FIRST, "deadline") << StoreWords(FIRST, (), "", failed=True)


def test_the_first_answer_counts_and_later_ones_are_not_heard() -> None:
    assert (
        begun()
        >> FeedbackAnswered(FIRST, PERFECT)
        << StoreFeedback(FIRST, PERFECT)
        >> FeedbackFailed(FIRST, "deadline")
        >> FeedbackAnswered(FIRST, PERFECT)
        >> WordsFailed(FIRST, "deadline")
        << StoreWords(FIRST, (), "", failed=True)
        >> WordsAnswered(FIRST, (SCHOOL, RICE))
        >> WordsFailed(FIRST, "deadline")
    )


def test_answers_about_a_message_of_another_turn_are_not_heard() -> None:
    assert (
        begun()
        >> FeedbackAnswered(THIRD, PERFECT)
        >> FeedbackFailed(THIRD, "deadline")
        >> WordsAnswered(THIRD, (SCHOOL, RICE))
        >> WordsFailed(THIRD, "deadline")
    )


def test_the_turn_ends_with_its_last_part_whichever_that_is() -> None:
    assert (
        with_reply_only()
        >> FeedbackAnswered(FIRST, PERFECT)
        << StoreFeedback(FIRST, PERFECT)
        >> ReplyFinished(1, MODEL)
        >> WordsAnswered(FIRST, (SCHOOL, RICE))
        << StoreWords(FIRST, (SCHOOL, RICE), "", failed=False)
        << Finish((), stopped=False, reason=None)
    )
