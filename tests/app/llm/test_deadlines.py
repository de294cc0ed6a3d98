"""A deadline ends what it limits, and nothing else."""

import asyncio

import pytest

from app.llm import DeadlinePassed
from app.llm.deadlines import Deadline
from tests.app.llm.door import request_to
from tests.upstream import Upstream


def deadline_in(seconds: float) -> Deadline:
    at = asyncio.get_running_loop().time() + seconds
    return Deadline("words", "host", "answer", seconds, at)


async def test_what_comes_in_time_is_passed_on() -> None:
    assert await deadline_in(60).limit(asyncio.sleep(0, "answer")) == "answer"


async def test_what_comes_late_is_cancelled() -> None:
    waiting = asyncio.get_running_loop().create_future()
    with pytest.raises(DeadlinePassed, match=r"host gave no answer within 0\.01 s"):
        await deadline_in(0.01).limit(waiting)
    assert waiting.cancelled()


async def test_a_timeout_of_something_else_is_not_the_deadline() -> None:
    async def times_out() -> None:
        raise TimeoutError("of a socket")

    with pytest.raises(TimeoutError, match="of a socket"):
        await deadline_in(60).limit(times_out())


async def test_it_knows_whether_a_pause_would_pass_it() -> None:
    deadline = deadline_in(60)
    assert not deadline.is_past_in(30)
    assert deadline.is_past_in(61)


async def test_it_starts_with_a_request(upstream: Upstream) -> None:
    async with request_to(upstream) as request:
        deadline = Deadline.start(request, 60, "first token")
    assert (deadline.agent, deadline.host) == ("conversation", request.route.host)
    assert not deadline.is_past_in(0)
