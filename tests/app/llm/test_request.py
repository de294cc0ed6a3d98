"""A request says the same at every attempt."""

from tests.app.llm.door import request_to
from tests.upstream import Upstream


async def test_the_prompt_is_measured_in_utf8(upstream: Upstream) -> None:
    async with request_to(upstream) as request:
        assert request.prompt_bytes == len("너는 민준이야.안녕".encode())


async def test_it_sends_the_routes_limits_and_what_is_added(upstream: Upstream) -> None:
    async with request_to(upstream, model="o3", max_tokens=40, temperature=0.5) as request:
        for _ in range(2):
            async with request.send(stream=True, extra={"seed": 7}) as body:
                assert await body.read()
    first, second = upstream.requests
    assert first.body == second.body
    assert {key: first.body[key] for key in first.body if key != "messages"} == {
        "model": "o3",
        "stream": True,
        "max_completion_tokens": 40,
        "seed": 7,
    }
