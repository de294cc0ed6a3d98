"""One endpoint: what is sent to it, and what its failures are called."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.llm import Refused, Route, Unreachable
from app.llm.upstream import Upstream as Endpoint
from app.llm.upstream import new_http_client
from tests.app.llm.door import NOON, PROMPT, route_to
from tests.impostor import impostor
from tests.upstream import Fault, Script, Upstream


@asynccontextmanager
async def endpoint_at(route: Route) -> AsyncIterator[Endpoint]:
    async with new_http_client() as http_client:
        yield Endpoint(route, http_client, lambda: NOON)


async def read_whole(endpoint: Endpoint, **parameters: object) -> bytes:
    whole = b""
    sent = endpoint.completion("words", "test", PROMPT, stream=False, parameters=parameters)
    async with sent as body:
        while chunk := await body.read():
            whole += chunk
    return whole


async def test_a_request_has_the_prompt_the_parameters_and_the_key(upstream: Upstream) -> None:
    async with endpoint_at(route_to(upstream, api_key="sk-secret")) as endpoint:
        assert b'"content"' in await read_whole(endpoint, max_tokens=30)
    (request,) = upstream.requests
    assert request.body == {
        "model": "test",
        "messages": [
            {"role": "system", "content": "너는 민준이야."},
            {"role": "user", "content": "안녕"},
        ],
        "stream": False,
        "max_tokens": 30,
    }
    assert request.headers["Authorization"] == "Bearer sk-secret"


async def test_without_a_key_none_is_sent_not_even_the_environments(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-provider")
    async with endpoint_at(route_to(upstream)) as endpoint:
        await read_whole(endpoint)
        await endpoint.check("words")
    assert "Authorization" not in upstream.requests[0].headers


async def test_it_sends_one_request_and_leaves_retrying_to_others(upstream: Upstream) -> None:
    upstream.script = Script(status=500)
    async with endpoint_at(route_to(upstream)) as endpoint:
        with pytest.raises(Refused, match="500"):
            await read_whole(endpoint)
    assert len(upstream.requests) == 1


async def test_a_refusal_keeps_what_helps_to_decide(upstream: Upstream) -> None:
    upstream.script = Script(
        status=429,
        headers={"Retry-After": "12", "x-should-retry": "false"},
        error={"message": "no more", "code": "insufficient_quota"},
    )
    async with endpoint_at(route_to(upstream)) as endpoint:
        with pytest.raises(Refused) as caught:
            await read_whole(endpoint)
    refused = caught.value
    assert (refused.status, refused.code) == (429, "insufficient_quota")
    assert (refused.retry_after, refused.should_retry) == (12.0, False)


async def test_a_redirect_is_refused_and_nothing_said_goes_elsewhere(upstream: Upstream) -> None:
    async with Upstream() as elsewhere:
        location = f"{elsewhere.base_url}/chat/completions"
        upstream.script = Script(status=307, headers={"Location": location})
        async with endpoint_at(route_to(upstream, api_key="sk-secret")) as endpoint:
            with pytest.raises(Refused, match="307"):
                await read_whole(endpoint)
        assert elsewhere.requests == []


async def test_a_code_that_is_free_text_is_not_kept(upstream: Upstream) -> None:
    upstream.script = Script(status=400, error={"code": "you said: 비밀", "type": 7})
    async with endpoint_at(route_to(upstream)) as endpoint:
        with pytest.raises(Refused) as caught:
            await read_whole(endpoint)
    assert caught.value.code is None


async def test_nobody_listening_is_said_in_the_systems_words(upstream: Upstream) -> None:
    closed = Route("http://127.0.0.1:9/v1", "test")
    async with endpoint_at(closed) as endpoint:
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1:9 is out of reach \(Connect call"):
            await read_whole(endpoint)
        with pytest.raises(Unreachable):
            await endpoint.check("words")


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.CUT])
async def test_a_connection_that_breaks_is_unreachable(upstream: Upstream, fault: Fault) -> None:
    upstream.script = Script(fault=fault)
    async with endpoint_at(route_to(upstream)) as endpoint:
        with pytest.raises(Unreachable):
            await read_whole(endpoint)


@pytest.mark.parametrize(
    "said",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
    ],
)
async def test_a_server_that_speaks_something_else_is_unreachable(said: bytes) -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with endpoint_at(Route(f"http://127.0.0.1:{port}/v1", "test")) as endpoint:
            with pytest.raises(Unreachable) as caught:
                await read_whole(endpoint)
    assert "SSH" not in str(caught.value)


async def test_leaving_early_closes_the_connection(upstream: Upstream) -> None:
    upstream.script = Script(fault=Fault.STALL)
    async with endpoint_at(route_to(upstream)) as endpoint:
        async with endpoint.completion("words", "test", PROMPT, stream=True, parameters={}) as body:
            assert await body.read()
        await upstream.until(lambda: upstream.abandoned == 1)


async def test_draining_ends_even_if_the_body_does_not(upstream: Upstream) -> None:
    upstream.script = Script(fault=Fault.STALL)
    async with (
        endpoint_at(route_to(upstream)) as endpoint,
        endpoint.completion("words", "test", PROMPT, stream=True, parameters={}) as body,
    ):
        await body.drain()


async def test_a_server_without_a_list_of_models_passes_the_check() -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with endpoint_at(Route(f"http://127.0.0.1:{port}/v1", "test")) as endpoint:
            await endpoint.check("words")


async def test_a_wrong_key_fails_the_check(upstream: Upstream) -> None:
    upstream.script = Script(status=401)
    async with endpoint_at(route_to(upstream, api_key="wrong")) as endpoint:
        with pytest.raises(Refused, match="check the API key"):
            await endpoint.check("words")


@pytest.mark.parametrize(
    ("code", "kind", "status", "named"),
    [
        (503, "unavailable_error", 503, "unavailable_error"),
        ("rate_limit_exceeded", None, 500, "rate_limit_exceeded"),
        (7, "bad words", 500, None),
    ],
)
async def test_an_error_inside_an_answer_is_a_refusal(
    upstream: Upstream, code: int | str, kind: str | None, status: int, named: str | None
) -> None:
    async with endpoint_at(route_to(upstream)) as endpoint:
        refused = endpoint.refused_within("words", code, kind)
    assert (refused.status, refused.code) == (status, named)


async def test_nothing_is_said_to_a_model_whose_certificate_is_not_trusted(tmp_path: Path) -> None:
    async with impostor(tmp_path) as (address, heard):
        route = Route(model="test", base_url=f"{address}/v1", api_key="sk-secret")
        async with endpoint_at(route) as endpoint:
            with pytest.raises(Unreachable):
                await read_whole(endpoint)
    assert heard == []
