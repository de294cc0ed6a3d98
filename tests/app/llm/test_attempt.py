"""The account of an attempt: times, tokens, outcome and cost."""

from collections.abc import AsyncIterator

import pytest

from app.llm import Call, Message, Outcome, Refused, Route, TokenCounts
from app.llm.attempt import Attempt
from app.llm.request import Request
from app.llm.upstream import Upstream, new_http_client
from tests.app.llm.door import NOON

ROUTE = Route("https://api.openai.com/v1", "gpt-4o-mini")


class HandClock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def attempt(hand_clock: HandClock) -> AsyncIterator[Attempt]:
    async with new_http_client() as http_client:
        upstream = Upstream(ROUTE, http_client, lambda: NOON)
        prompt = (Message("system", "abc" * 99), Message("user", "가"))
        request = Request(Call("words"), ROUTE, upstream, prompt)
        yield Attempt(request, 2, clock=hand_clock, started_at=NOON)


def test_latencies_are_milliseconds_from_its_start(attempt: Attempt, hand_clock: HandClock) -> None:
    hand_clock.seconds += 0.25
    attempt.receive(1)
    hand_clock.seconds += 0.5
    attempt.receive(3)
    attempt.end(Outcome.COMPLETE)
    hand_clock.seconds += 60
    usage = attempt.usage()
    assert (usage.first_token_ms, usage.latency_ms, usage.attempt) == (250.0, 750.0, 2)


def test_what_was_reported_is_what_is_paid_for(attempt: Attempt) -> None:
    attempt.answered = True
    attempt.receive(7)
    attempt.reported = TokenCounts(1_000_000, 0, 1_000_000)
    attempt.end(Outcome.COMPLETE)
    usage = attempt.usage()
    assert usage.tokens == TokenCounts(1_000_000, 0, 1_000_000)
    assert usage.cost_micro_usd == 750_000
    assert "openai/gpt-4o-mini" in usage.priced_by


def test_what_was_left_was_cancelled_and_is_estimated(attempt: Attempt) -> None:
    attempt.answered = True
    attempt.receive(7)
    usage = attempt.usage()
    assert usage.outcome is Outcome.CANCELLED
    assert usage.tokens == TokenCounts(100, 0, 7, estimated=True)
    assert usage.cost_micro_usd == 19


def test_what_was_cancelled_before_an_answer_may_be_billed_too(attempt: Attempt) -> None:
    assert attempt.usage().tokens == TokenCounts(100, 0, 0, estimated=True)


def test_an_answer_that_came_at_once_is_estimated_by_its_length(attempt: Attempt) -> None:
    attempt.answered = True
    attempt.count("가나다라")
    attempt.end(Outcome.COMPLETE)
    assert attempt.usage().tokens == TokenCounts(100, 0, 4, estimated=True)


def test_what_was_refused_cost_nothing(attempt: Attempt) -> None:
    with pytest.raises(Refused), attempt.failing():
        raise Refused("words", "host", 500)
    usage = attempt.usage()
    assert (usage.outcome, usage.tokens, usage.cost_micro_usd) == (
        Outcome.REFUSED,
        TokenCounts(),
        0,
    )
