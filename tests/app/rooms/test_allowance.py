"""A learner may send so many messages in any minute, counted wherever it is told to count."""

from uuid import uuid4

import pytest

from app.platform.errors import TooMany
from app.platform.rates.local import LocalCounting
from app.rooms.allowance import Allowance
from tests.conftest import HandClock

LEARNER = uuid4()


async def test_one_message_more_than_a_minute_holds_is_refused(clock: HandClock) -> None:
    allowance = Allowance(LocalCounting(clock), per_minute=3)
    for _ in range(3):
        await allowance.spend(LEARNER)
    with pytest.raises(TooMany, match="write again in 60 seconds") as refused:
        await allowance.spend(LEARNER)
    assert refused.value.temporary
    assert refused.value.retry_after == 60


async def test_who_comes_again_when_told_to_may(clock: HandClock) -> None:
    allowance = Allowance(LocalCounting(clock), per_minute=2)
    for _ in range(5):
        for _ in range(2):
            await allowance.spend(LEARNER)
            clock.advance(1)
        with pytest.raises(TooMany) as refused:
            await allowance.spend(LEARNER)
        assert refused.value.retry_after is not None
        # A sliding count is exact to a message's share of the minute.
        clock.advance(refused.value.retry_after + 30)


async def test_two_replicas_that_count_together_have_one_minute(clock: HandClock) -> None:
    shared = LocalCounting(clock)
    first, second = (Allowance(shared, per_minute=2) for _ in range(2))
    await first.spend(LEARNER)
    await second.spend(LEARNER)
    for replica in (first, second):
        with pytest.raises(TooMany):
            await replica.spend(LEARNER)


async def test_each_learner_has_a_minute_of_their_own(clock: HandClock) -> None:
    allowance = Allowance(LocalCounting(clock), per_minute=1)
    for _ in range(3):
        await allowance.spend(uuid4())
