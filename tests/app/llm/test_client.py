"""The door itself: retries, deadlines, records and closing, seen from outside."""

import asyncio
import time
import traceback
from random import Random

import pytest

from app.llm import (
    BadAnswer,
    Call,
    DeadlinePassed,
    Message,
    ModelError,
    Models,
    Outcome,
    Refused,
    Unreachable,
    Usage,
)
from tests.app.llm.door import CALL, NOON, PROMPT, Colour, Ledger, Pauses, door_to, route_to
from tests.upstream import Fault, Script, Upstream, echo


async def read(models: Models, text: str = "안녕") -> str:
    async with models.stream([Message("user", text)], CALL) as reply:
        return "".join([piece async for piece in reply])


async def test_a_streamed_reply_comes_whole_and_is_recorded_once(
    upstream: Upstream, ledger: Ledger
) -> None:
    async with door_to(upstream, ledger) as models:
        assert await read(models) == "".join(echo("안녕", 10))
    (row,) = ledger.rows
    assert row.outcome is Outcome.COMPLETE
    assert (row.agent, row.user_id, row.room_id, row.turn_id) == (
        CALL.agent,
        CALL.user_id,
        CALL.room_id,
        CALL.turn_id,
    )
    assert (row.tokens.output, row.tokens.estimated) == (10, False)
    assert row.first_token_ms is not None
    assert 0 < row.first_token_ms <= row.latency_ms
    assert row.started_at == NOON


async def test_an_answer_comes_in_its_schema_and_is_recorded_once(
    upstream: Upstream, ledger: Ledger
) -> None:
    upstream.answers["Colour"] = lambda chat: {"name": chat.last_user_text, "brightness": 3}
    async with door_to(upstream, ledger) as models:
        assert await models.answer(PROMPT, Colour, CALL) == Colour("안녕", 3)
    (row,) = ledger.rows
    assert (row.outcome, row.first_token_ms) == (Outcome.COMPLETE, None)


async def test_a_hundred_replies_at_once_are_not_mixed_up(
    upstream: Upstream, ledger: Ledger
) -> None:
    upstream.script = Script(tokens=10, interval=0.005)
    async with door_to(upstream, ledger) as models, asyncio.TaskGroup() as group:
        replies = {text: group.create_task(read(models, text)) for text in map(str, range(100))}
    for text, reply in replies.items():
        assert reply.result() == "".join(echo(text, 10))
    assert upstream.most_open > 50
    assert ledger.outcomes == ["complete"] * 100


@pytest.mark.parametrize(
    "failure",
    [
        Script(status=500),
        Script(status=429),
        Script(fault=Fault.DROP),
        Script(fault=Fault.CUT),
        Script(fault=Fault.ERROR),
    ],
    ids=lambda script: str(script.fault or script.status),
)
async def test_what_passes_is_tried_again_before_the_first_token(
    upstream: Upstream, ledger: Ledger, pauses: Pauses, failure: Script
) -> None:
    upstream.queue(failure, failure)
    async with door_to(upstream, ledger, pauses) as models:
        assert await read(models) == "".join(echo("안녕", 10))
    assert [row.attempt for row in ledger.rows] == [1, 2, 3]
    assert ledger.outcomes[2] == "complete"
    assert len(pauses.seconds) == 2


async def test_an_answer_is_tried_again_too(upstream: Upstream, ledger: Ledger) -> None:
    upstream.queue(Script(status=503), Script(fault=Fault.CUT))
    async with door_to(upstream, ledger) as models:
        assert await models.answer(PROMPT, Colour, CALL) == Colour("가", None)
    assert ledger.outcomes == ["refused", "unreachable", "complete"]


async def test_attempts_are_bounded(upstream: Upstream, ledger: Ledger) -> None:
    upstream.script = Script(status=500)
    async with door_to(upstream, ledger, attempts=2) as models:
        with pytest.raises(Refused, match="500"):
            await read(models)
    assert ledger.outcomes == ["refused", "refused"]


async def test_what_lasts_is_not_tried_again(upstream: Upstream, ledger: Ledger) -> None:
    upstream.script = Script(status=401)
    async with door_to(upstream, ledger) as models:
        with pytest.raises(Refused, match="check the API key"):
            await models.answer(PROMPT, Colour, CALL)
    assert len(upstream.requests) == 1


async def test_nothing_is_tried_again_after_the_first_token(
    upstream: Upstream, ledger: Ledger
) -> None:
    upstream.script = Script(fault=Fault.CUT, after=3, interval=0.01)
    async with door_to(upstream, ledger) as models:
        with pytest.raises(Unreachable):
            await read(models)
    assert len(upstream.requests) == 1
    assert ledger.outcomes == ["unreachable"]


async def test_a_bad_answer_is_for_the_agent_to_ask_again(
    upstream: Upstream, ledger: Ledger
) -> None:
    upstream.queue(Script(content='{"name": 3}'))
    async with door_to(upstream, ledger) as models:
        with pytest.raises(BadAnswer) as caught:
            await models.answer(PROMPT, Colour, CALL)
        assert caught.value.reason == "Expected `str`, got `int` - at `$.name`"
    assert ledger.outcomes == ["bad_answer"]


async def test_retry_after_is_kept_to(upstream: Upstream, ledger: Ledger, pauses: Pauses) -> None:
    upstream.queue(Script(status=429, headers={"Retry-After": "7"}))
    async with door_to(upstream, ledger, pauses) as models:
        await read(models)
    (seconds,) = pauses.seconds
    assert 7 <= seconds <= 7.5


async def test_a_wait_past_the_deadline_is_not_begun(
    upstream: Upstream, ledger: Ledger, pauses: Pauses
) -> None:
    upstream.queue(Script(status=429, headers={"Retry-After": "30"}))
    async with door_to(upstream, ledger, pauses) as models:
        with pytest.raises(Refused):
            await read(models)
    assert pauses.seconds == []


async def test_a_first_token_that_does_not_come_is_given_up(
    upstream: Upstream, ledger: Ledger
) -> None:
    upstream.script = Script(fault=Fault.STALL)
    async with door_to(upstream, ledger, first_token_deadline=0.2) as models:
        with pytest.raises(DeadlinePassed, match=r"no first token within 0\.2 s"):
            await read(models)
        await upstream.until(lambda: upstream.open == 0)
    assert ledger.outcomes == ["deadline"]


async def test_headers_that_do_not_come_are_given_up(upstream: Upstream, ledger: Ledger) -> None:
    upstream.script = Script(fault=Fault.HANG)
    async with door_to(upstream, ledger, deadline=0.2) as models:
        with pytest.raises(DeadlinePassed):
            await read(models)
        with pytest.raises(DeadlinePassed, match="no answer"):
            await models.answer(PROMPT, Colour, CALL)
        await upstream.until(lambda: upstream.open == 0)


async def test_a_reply_that_stops_half_way_is_given_up_at_the_deadline(
    upstream: Upstream, ledger: Ledger
) -> None:
    upstream.script = Script(fault=Fault.STALL, after=2)
    pieces: list[str] = []

    async def read_on(models: Models) -> None:
        async with models.stream(PROMPT, CALL) as reply:
            async for piece in reply:
                pieces.append(piece)  # noqa: PERF401 - what came before the failure counts

    async with door_to(upstream, ledger, deadline=0.6) as models:
        with pytest.raises(DeadlinePassed, match="no whole reply"):
            await read_on(models)
        await upstream.until(lambda: upstream.abandoned == 1)
    assert "".join(pieces) == "".join(echo("안녕", 10)[:2]).rstrip()
    assert ledger.rows[0].tokens.output == 2


async def test_a_consumer_that_leaves_closes_the_request(
    upstream: Upstream, ledger: Ledger
) -> None:
    upstream.script = Script(tokens=1000, interval=0.01)
    async with door_to(upstream, ledger) as models:
        async with models.stream(PROMPT, CALL) as reply:
            async for _ in reply:
                break
        await upstream.until(lambda: upstream.abandoned == 1)
    assert ledger.outcomes == ["cancelled"]
    assert ledger.rows[0].tokens.estimated
    assert ledger.rows[0].tokens.output < 1000


async def test_a_consumer_that_fails_closes_the_request(upstream: Upstream, ledger: Ledger) -> None:
    upstream.script = Script(tokens=1000, interval=0.01)
    async with door_to(upstream, ledger) as models:
        with pytest.raises(ZeroDivisionError):
            async with models.stream(PROMPT, CALL):
                raise ZeroDivisionError
        await upstream.until(lambda: upstream.abandoned == 1)
    assert ledger.outcomes == ["cancelled"]


async def test_cancelling_a_reader_closes_the_request(upstream: Upstream, ledger: Ledger) -> None:
    upstream.script = Script(tokens=1000, interval=0.01)
    started = asyncio.Event()

    async def read_on() -> None:
        async with models.stream(PROMPT, CALL) as reply:
            async for _ in reply:
                started.set()

    async with door_to(upstream, ledger) as models:
        reader = asyncio.create_task(read_on())
        await started.wait()
        reader.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reader
        await upstream.until(lambda: upstream.abandoned == 1)
    assert ledger.outcomes == ["cancelled"]


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.STALL])
async def test_cancelling_who_waits_for_an_answer_closes_the_request(
    upstream: Upstream, ledger: Ledger, fault: Fault
) -> None:
    upstream.script = Script(fault=fault)
    async with door_to(upstream, ledger) as models:
        asking = asyncio.create_task(models.answer(PROMPT, Colour, CALL))
        await upstream.until(lambda: upstream.open == 1)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await upstream.until(lambda: upstream.abandoned == 1)
    assert ledger.outcomes == ["cancelled"]


async def test_a_reply_cut_at_the_limit_says_so(upstream: Upstream, ledger: Ledger) -> None:
    upstream.script = Script(finish_reason="length")
    async with door_to(upstream, ledger) as models, models.stream(PROMPT, CALL) as reply:
        outcomes = [reply.outcome]
        assert "".join([piece async for piece in reply]) == "".join(echo("안녕", 10))
        outcomes.append(reply.outcome)
    assert outcomes == [None, Outcome.LENGTH]
    assert ledger.outcomes == ["length"]


async def test_a_ledger_that_fails_is_heard(upstream: Upstream) -> None:
    class Broken(Ledger):
        async def record(self, usage: Usage) -> None:
            raise ConnectionError(usage.agent)

    async with door_to(upstream, Broken()) as models:
        with pytest.raises(ConnectionError, match="conversation"):
            await models.answer(PROMPT, Colour, CALL)


async def test_connections_are_used_again(upstream: Upstream, ledger: Ledger) -> None:
    async with door_to(upstream, ledger) as models:
        await read(models)
        await models.answer(PROMPT, Colour, CALL)
        await read(models)
    assert len(upstream.connections) == 1


async def test_no_error_repeats_the_key_the_prompt_or_the_upstreams_words(
    upstream: Upstream, ledger: Ledger
) -> None:
    key, said = "sk-secret", "비밀 이야기"
    words = {
        "message": f"bad key {key} for {said}",
        "code": f"bad {said}",
        "type": key + " " + said,
    }
    upstream.queue(
        Script(status=401, error=words),
        Script(status=400, error=words),
        Script(fault=Fault.ERROR, error=words),
        Script(fault=Fault.GARBAGE),
        Script(content=f'"{said}"'),
        Script(content=f'{{"{said}": 1}}'),
        Script(fault=Fault.DROP),
        Script(fault=Fault.CUT),
    )
    async with door_to(upstream, ledger, api_key=key, attempts=1) as models:
        for _ in range(8):
            with pytest.raises(ModelError) as caught:
                await models.answer([Message("user", said)], Colour, CALL)
            told = "".join(traceback.format_exception(caught.value))
            assert CALL.agent in str(caught.value)
            assert key not in told
            assert said not in told
    assert key not in repr(route_to(upstream, api_key=key))


async def test_each_agent_has_its_own_route(upstream: Upstream, ledger: Ledger) -> None:
    routes = {
        "feedback": route_to(upstream, model="small", api_key="one"),
        "conversation": route_to(upstream, model="large", api_key="two"),
    }
    async with Models(
        routes, ledger, clock=time.monotonic, now=lambda: NOON, random=Random(1)
    ) as models:
        assert models.agents == ("feedback", "conversation")
        await models.answer(PROMPT, Colour, Call("feedback"))
        await models.answer(PROMPT, Colour, Call("conversation"))
        with pytest.raises(KeyError):
            await models.answer(PROMPT, Colour, Call("nobody"))
    asked = [(r.body["model"], r.headers["Authorization"]) for r in upstream.requests]
    assert asked == [("small", "Bearer one"), ("large", "Bearer two")]


async def test_a_probe_names_the_model_and_costs_nothing(
    upstream: Upstream, ledger: Ledger
) -> None:
    async with door_to(upstream, ledger) as models:
        assert await models.probe("conversation") == "test"
    assert ledger.rows == []
    assert upstream.requests == []


async def test_a_closed_door_refuses(upstream: Upstream, ledger: Ledger) -> None:
    async with door_to(upstream, ledger) as models:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        await models.answer(PROMPT, Colour, CALL)
