"""A turn that another process owns now: the model is let go, and nothing more is said."""

from collections.abc import Callable

import pytest

from app.tutor.turn import (
    CancelReply,
    ClaimFirstDelta,
    FeedbackAnswered,
    FirstDeltaGranted,
    LeaseLost,
    MessageJoined,
    ReplyBroken,
    ReplyDelivered,
    ReplyFinished,
    ReplyMayStart,
    StopAsked,
    WordsAnswered,
)
from tests.app.tutor.turn.transcript import (
    FIRST,
    FRIEND,
    MODEL,
    PERFECT,
    SCHOOL,
    SECOND,
    Transcript,
    asked,
    begun,
    shown,
)


def claiming() -> Transcript:
    """A reply that asks whether it may be shown."""
    return asked() >> ReplyDelivered(1, "안녕", 0.0) << ClaimFirstDelta(1, 1)


@pytest.mark.parametrize("turn", [begun, asked, claiming, shown])
def test_wherever_the_turn_is_it_only_lets_the_model_go(
    turn: Callable[[], Transcript],
) -> None:
    assert (
        turn()
        >> LeaseLost()
        << CancelReply()
        >> LeaseLost()
        >> StopAsked()
        >> ReplyMayStart()
        >> MessageJoined(SECOND)
        >> FeedbackAnswered(FIRST, PERFECT)
        >> WordsAnswered(FIRST, (SCHOOL, FRIEND))
        >> FirstDeltaGranted(1, granted=True, now=0.1)
        >> ReplyDelivered(1, "!", 5.0)
        >> ReplyFinished(1, MODEL)
        >> ReplyBroken(1, "deadline")
    )


def test_the_turn_is_over_here() -> None:
    transcript = begun() >> LeaseLost() << CancelReply()
    assert transcript.machine.over
    assert not begun().machine.over
