"""One attempt at an answer in a schema."""

import time

import pytest

from app.llm import BadAnswer, Outcome, Refused, TokenCounts
from app.llm.answer import ask
from app.llm.answer_format import answer_format
from app.llm.attempt import Attempt
from app.llm.deadlines import Deadline
from tests.app.llm.door import NOON, Colour, request_to
from tests.upstream import Fault, Script, Upstream


async def ask_once(upstream: Upstream, script: Script) -> tuple[Colour, Attempt]:
    upstream.script = script
    async with request_to(upstream) as request:
        attempt = Attempt(request, 1, clock=time.monotonic, started_at=NOON)
        deadline = Deadline.start(request, 5, "answer")
        return await ask(request, attempt, answer_format(Colour), deadline), attempt


async def fail_once(upstream: Upstream, script: Script) -> BadAnswer:
    with pytest.raises(BadAnswer) as caught:
        await ask_once(upstream, script)
    return caught.value


async def test_the_schema_is_asked_for_and_the_answer_decoded(upstream: Upstream) -> None:
    answer, attempt = await ask_once(upstream, Script(cached_tokens=4))
    assert answer == Colour("가", None)
    assert attempt.outcome is Outcome.COMPLETE
    assert attempt.usage().tokens == TokenCounts(8, 4, 10)
    wanted = upstream.requests[0].body["response_format"]["json_schema"]
    assert (wanted["name"], wanted["strict"]) == ("Colour", True)


async def test_a_server_that_counts_nothing_is_estimated(upstream: Upstream) -> None:
    _, attempt = await ask_once(upstream, Script(sends_usage=False))
    assert attempt.usage().tokens == TokenCounts(9, 0, 11, estimated=True)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (Script(content='{"name":"x"}'), "Object missing required field `brightness`"),
        (Script(content="I cannot."), "JSON is malformed: invalid character (byte 0)"),
        (Script(refusal="I will not."), "the model refused to answer"),
        (Script(fault=Fault.GARBAGE), "what the upstream sent is no completion"),
        (Script(fault=Fault.END), "what the upstream sent is no completion"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_does_not_fit_is_a_bad_answer(
    upstream: Upstream, script: Script, reason: str
) -> None:
    error = await fail_once(upstream, script)
    assert (error.reason, error.outcome) == (reason, Outcome.BAD_ANSWER)


async def test_an_answer_cut_at_the_limit_says_so(upstream: Upstream) -> None:
    error = await fail_once(upstream, Script(content='{"name":"bl', finish_reason="length"))
    assert (error.reason, error.outcome) == (
        "the answer was cut at the limit of tokens",
        Outcome.LENGTH,
    )


async def test_a_withheld_answer_says_so(upstream: Upstream) -> None:
    error = await fail_once(upstream, Script(content="", finish_reason="content_filter"))
    assert error.outcome is Outcome.FILTERED


async def test_an_answer_without_choices_is_a_bad_answer(upstream: Upstream) -> None:
    error = await fail_once(upstream, Script(fault=Fault.EMPTY))
    assert error.reason == "the upstream sent no choice"


async def test_an_answer_without_end_is_not_read_for_ever(upstream: Upstream) -> None:
    error = await fail_once(upstream, Script(content="x" * (5 << 20)))
    assert error.reason == "the answer is over 4194304 bytes"
    await upstream.until(lambda: upstream.open == 0)


async def test_an_error_in_the_place_of_an_answer_is_a_refusal(upstream: Upstream) -> None:
    script = Script(fault=Fault.ERROR, error={"code": 503, "message": "Loading model"})
    with pytest.raises(Refused, match="503"):
        await ask_once(upstream, script)
