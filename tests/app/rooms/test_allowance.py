"""A learner may send so many messages in any minute, on a clock that is moved by hand."""

from uuid import uuid4

import pytest

from app.platform.errors import TooMany
from app.rooms.allowance import Allowance
from tests.conftest import HandClock

LEARNER = uuid4()


def test_one_message_more_than_a_minute_holds_is_refused(clock: HandClock) -> None:
    allowance = Allowance(clock, per_minute=3)
    for _ in range(3):
        allowance.spend(LEARNER)
    with pytest.raises(TooMany, match="again in 60 seconds"):
        allowance.spend(LEARNER)


def test_the_minute_slides_so_each_message_comes_back_when_its_own_is_over(
    clock: HandClock,
) -> None:
    allowance = Allowance(clock, per_minute=2)
    allowance.spend(LEARNER)
    clock.advance(30)
    allowance.spend(LEARNER)
    clock.advance(20)
    with pytest.raises(TooMany, match="again in 10 seconds"):
        allowance.spend(LEARNER)
    clock.advance(10)
    allowance.spend(LEARNER)
    with pytest.raises(TooMany, match="again in 30 seconds"):
        allowance.spend(LEARNER)


def test_a_refused_message_does_not_count(clock: HandClock) -> None:
    allowance = Allowance(clock, per_minute=1)
    allowance.spend(LEARNER)
    for _ in range(5):
        clock.advance(10)
        with pytest.raises(TooMany):
            allowance.spend(LEARNER)
    clock.advance(10)
    allowance.spend(LEARNER)


def test_each_learner_has_a_minute_of_their_own(clock: HandClock) -> None:
    allowance = Allowance(clock, per_minute=1)
    for _ in range(3):
        allowance.spend(uuid4())


def test_who_sent_nothing_for_a_minute_is_forgotten_when_there_are_many(clock: HandClock) -> None:
    allowance = Allowance(clock, per_minute=1)
    for _ in range(10_000):
        allowance.spend(uuid4())
    clock.advance(61)
    allowance.spend(LEARNER)
    assert set(allowance._sent) == {LEARNER}
    with pytest.raises(TooMany):
        allowance.spend(LEARNER)
