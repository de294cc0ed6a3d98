"""One attempt at a streamed reply."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.llm import BadAnswer, DeadlinePassed, Outcome, Refused, Reply, TokenCounts, Unreachable
from app.llm.attempt import Attempt
from app.llm.deadlines import Deadline
from app.llm.reply import open_reply
from tests.app.llm.door import NOON, request_to
from tests.upstream import Fault, Script, Upstream, echo


@asynccontextmanager
async def reply_of(
    upstream: Upstream, script: Script, seconds_for_all: float = 5.0
) -> AsyncIterator[tuple[Reply, Attempt]]:
    upstream.script = script
    async with request_to(upstream) as request:
        attempt = Attempt(request, 1, clock=time.monotonic, started_at=NOON)
        first = Deadline.start(request, 5.0, "first token")
        whole = Deadline.start(request, seconds_for_all, "whole reply")
        async with open_reply(request, attempt, first, whole) as reply:
            yield reply, attempt


async def read_once(upstream: Upstream, script: Script) -> tuple[list[str], Attempt]:
    async with reply_of(upstream, script) as (reply, attempt):
        return [piece async for piece in reply], attempt


async def read_until_failure(reply: Reply, pieces: list[str]) -> None:
    async for piece in reply:
        pieces.append(piece)  # noqa: PERF401 - what came before the failure counts


async def test_pieces_end_between_graphemes_in_nfc(upstream: Upstream) -> None:
    family = ["👨", "\u200d👩", "\u200d👧"]
    deltas = [*family, "\u1112", "\u1161", "\u11ab", "글", " e", "\u0301"]
    pieces, _ = await read_once(upstream, Script(deltas=deltas, interval=0.005))
    assert "".join(pieces) == "👨\u200d👩\u200d👧한글 é"
    assert pieces[0] == "".join(family)
    assert all(pieces)


async def test_the_usage_is_asked_for_and_kept(upstream: Upstream) -> None:
    _, attempt = await read_once(upstream, Script(cached_tokens=5))
    assert attempt.usage().tokens == TokenCounts(9, 5, 10)
    assert upstream.requests[0].body["stream_options"] == {"include_usage": True}


async def test_a_server_that_counts_nothing_is_estimated(upstream: Upstream) -> None:
    pieces, attempt = await read_once(upstream, Script(sends_usage=False))
    assert "".join(pieces) == "".join(echo("안녕", 10))
    assert attempt.usage().tokens == TokenCounts(9, 0, 10, estimated=True)


async def test_a_server_that_just_closes_after_the_finish_is_believed(upstream: Upstream) -> None:
    pieces, attempt = await read_once(upstream, Script(sends_done=False))
    assert "".join(pieces) == "".join(echo("안녕", 10))
    assert attempt.outcome is Outcome.COMPLETE


async def test_a_server_that_hangs_after_the_finish_costs_the_usage_not_the_reply(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.llm.reply._SECONDS_AFTER_FINISH", 0.02)
    pieces, attempt = await read_once(upstream, Script(fault=Fault.LINGER, after=3))
    assert "".join(pieces) == "".join(echo("안녕", 10)[:3])
    assert attempt.outcome is Outcome.COMPLETE
    assert attempt.usage().tokens.estimated


async def test_entering_waits_for_the_first_token(upstream: Upstream) -> None:
    async with reply_of(upstream, Script(first_token_delay=0.02)) as (reply, attempt):
        assert attempt.has_token
        assert reply.outcome is None


async def test_a_first_token_is_a_token_even_if_its_grapheme_is_not_complete(
    upstream: Upstream,
) -> None:
    script = Script(deltas=["가"], fault=Fault.STALL, after=1)
    async with reply_of(upstream, script, seconds_for_all=0.05) as (reply, attempt):
        assert attempt.has_token
        with pytest.raises(DeadlinePassed):
            await anext(reply)


@pytest.mark.parametrize(
    ("finish_reason", "outcome"),
    [
        ("stop", Outcome.COMPLETE),
        ("length", Outcome.LENGTH),
        ("content_filter", Outcome.FILTERED),
    ],
)
async def test_the_finish_reason_is_the_outcome(
    upstream: Upstream, finish_reason: str, outcome: Outcome
) -> None:
    _, attempt = await read_once(upstream, Script(finish_reason=finish_reason))
    assert attempt.outcome is outcome


async def test_a_filter_may_leave_nothing(upstream: Upstream) -> None:
    script = Script(deltas=[""], finish_reason="content_filter")
    pieces, attempt = await read_once(upstream, script)
    assert (pieces, attempt.outcome) == ([], Outcome.FILTERED)


async def test_a_model_may_not_say_nothing(upstream: Upstream) -> None:
    with pytest.raises(BadAnswer, match="the model said nothing"):
        await read_once(upstream, Script(deltas=[""]))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.CUT, Unreachable),
        (Fault.END, Unreachable),
        (Fault.GARBAGE, BadAnswer),
        (Fault.ERROR, Refused),
    ],
)
@pytest.mark.parametrize("interval", [0.0, 0.005])
async def test_what_came_before_a_failure_is_read_before_it_is_raised(
    upstream: Upstream, fault: Fault, error: type[Exception], interval: float
) -> None:
    pieces: list[str] = []
    async with reply_of(upstream, Script(fault=fault, after=3, interval=interval)) as (reply, _):
        with pytest.raises(error):
            await read_until_failure(reply, pieces)
        assert "".join(pieces) == "".join(echo("안녕", 3)).replace("/3", "/10").rstrip()
        assert [piece async for piece in reply] == []


@pytest.mark.parametrize("fault", [Fault.GARBAGE, Fault.ERROR, Fault.END])
async def test_a_failure_before_the_first_token_is_raised_on_entering(
    upstream: Upstream, fault: Fault
) -> None:
    with pytest.raises((BadAnswer, Refused, Unreachable)):
        await read_once(upstream, Script(fault=fault))


async def test_an_upstream_that_does_not_stream_gives_a_bad_answer(upstream: Upstream) -> None:
    with pytest.raises(BadAnswer, match="did not stream"):
        await read_once(upstream, Script(fault=Fault.PLAIN))
