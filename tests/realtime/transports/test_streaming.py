"""Both streaming transports: replies down one response, commands by other requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
import pytest

import realtime
from tests.realtime.transports.wire import StreamClient, http_stream, server_sent_events

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.realtime.conftest import Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]
Connect = Callable[[str, str], AbstractAsyncContextManager[StreamClient]]

ANN = '{"id":1,"connect":{"token":"ann"}}'
PAGE = "https://page.example"


@pytest.fixture(params=[http_stream, server_sent_events])
def connect(request: pytest.FixtureRequest) -> Connect:
    transport: Connect = request.param
    return transport


@pytest.fixture
async def node(serve: Serve) -> AsyncIterator[Node]:
    async with serve(server_sent_events=True, allowed_origins=[PAGE]) as node:
        yield node


async def connected(client: StreamClient) -> StreamClient:
    client.connected = (await client.next())["connect"]
    return client


async def test_the_first_frame_is_answered_down_the_stream(node: Node, connect: Connect) -> None:
    async with connect(node.http, ANN + '\n{"id":2,"subscribe":{"channel":"room:1"}}') as client:
        await connected(client)
        assert client.connected["node"] == node.engine.node
        assert len(client.connected["session"]) >= 32
        assert (await client.next())["id"] == 2
        await node.engine.publish("room:1", '{"say":"안녕"}'.encode())
        assert (await client.next())["push"]["pub"]["data"] == {"say": "안녕"}


async def test_later_frames_are_posted_and_answered_down_the_stream(
    node: Node, connect: Connect
) -> None:
    async with connect(node.http, ANN) as client:
        await connected(client)
        assert await client.post('{"id":2,"ping":{}}\n{"id":3,"ping":{}}', node.http) == 204
        assert [(await client.next())["id"] for _ in range(2)] == [2, 3]


async def test_frames_reach_the_node_that_holds_the_stream_through_any_other(
    serve: Serve, redis: Redis, connect: Connect
) -> None:
    async with (
        serve(realtime.RedisBroker(redis), server_sent_events=True) as one,
        serve(realtime.RedisBroker(redis), server_sent_events=True) as two,
        connect(one.http, ANN) as client,
    ):
        await connected(client)
        assert await client.post('{"id":2,"ping":{}}', two.http) == 204
        assert (await client.next())["id"] == 2
        assert await client.post('{"id":3,"ping":{}}', two.http, node="gone") == 404


async def test_a_ping_is_answered_by_a_post(serve: Serve, connect: Connect) -> None:
    limits = realtime.Limits(ping_interval=0.2, pong_timeout=0.19)
    async with (
        serve(server_sent_events=True, limits=limits) as node,
        connect(node.http, ANN) as client,
    ):
        await connected(client)
        for _ in range(2):
            assert await client.next() == {}
            assert await client.post("{}", node.http) == 204
        assert (await client.until("disconnect"))["code"] == 3012


async def test_an_end_is_the_streams_last_line(node: Node, connect: Connect) -> None:
    async with connect(node.http, ANN) as client:
        await connected(client)
        await node.engine.disconnect(4501, "session ended", user="ann")
        assert await client.next() == {
            "push": {"disconnect": {"code": 4501, "reason": "session ended"}}
        }
        with pytest.raises(EOFError):
            await client.next()
    assert await node.notes.closed.get() == 4501


async def test_a_client_that_goes_is_noticed_at_once(node: Node, connect: Connect) -> None:
    async with connect(node.http, ANN) as client:
        await connected(client)
        assert node.engine.connections == 1
    async with asyncio.timeout(5):
        assert await node.notes.closed.get() == 3000
    assert node.engine.connections == 0


async def test_a_bad_token_ends_the_stream_with_the_reason(node: Node, connect: Connect) -> None:
    async with connect(node.http, '{"id":1,"connect":{"token":"invalid"}}') as client:
        assert (await client.until("disconnect"))["code"] == 3500


async def test_what_is_not_json_ends_the_stream_with_the_reason(
    node: Node, connect: Connect
) -> None:
    async with connect(node.http, "hello") as client:
        assert (await client.until("disconnect"))["code"] == 3501


async def test_a_stream_of_another_page_is_refused(node: Node) -> None:
    async with aiohttp.ClientSession(headers={"Origin": "https://other.example"}) as http:
        for path in ("connection/http_stream", "connection/sse", "emulation"):
            async with http.post(f"{node.http}/{path}", data=ANN) as answer:
                assert (answer.status, await answer.text()) == (403, "origin not allowed")


async def test_a_page_that_is_allowed_may_read_the_answer(node: Node) -> None:
    async with (
        aiohttp.ClientSession(headers={"Origin": PAGE}) as http,
        http.post(f"{node.http}/connection/http_stream", data=ANN) as answer,
    ):
        assert answer.headers["access-control-allow-origin"] == PAGE
        assert answer.headers["x-accel-buffering"] == "no"
        assert answer.headers["cache-control"] == "no-store"


async def test_a_node_that_drains_takes_no_new_stream_and_ends_those_it_has(
    node: Node, connect: Connect
) -> None:
    async with connect(node.http, ANN) as client:
        await connected(client)
        await node.engine.drain(0)
        assert (await client.until("disconnect"))["code"] == 3001
    async with connect(node.http, ANN) as refused:
        assert refused.response.status == 503


async def test_a_reader_that_is_too_slow_is_ended(serve: Serve) -> None:
    limits = realtime.Limits(queue_bytes=64 * 1024, close_timeout=0.2)
    big = b'"' + b"x" * 60_000 + b'"'
    async with serve(limits=limits) as node:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(node.http.split(":")[2]))
        body = f'{ANN}\n{{"id":2,"subscribe":{{"channel":"live:1"}}}}'
        writer.write(
            b"POST /connection/http_stream HTTP/1.1\r\nHost: here\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body.encode())
        )
        async with asyncio.timeout(10):
            await reader.readuntil(b'{"id":2')
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            while node.notes.closed.empty():
                await node.engine.publish("live:1", big)
                await asyncio.sleep(0)
            assert await node.notes.closed.get() == 3008
            assert len(node.notes.slow) == 1
        writer.transport.abort()
        assert node.notes.failures == []


async def test_fallbacks_that_are_off_are_not_there(serve: Serve) -> None:
    async with serve(http_stream=False) as node, aiohttp.ClientSession() as http:
        for path in ("connection/http_stream", "connection/sse", "emulation"):
            async with http.post(f"{node.http}/{path}", data=ANN) as answer:
                assert answer.status == 404


@pytest.mark.parametrize("path", ["/connection/http_stream", "/connection/sse", "/emulation"])
async def test_a_client_that_goes_in_the_middle_of_a_body_is_no_error(
    node: Node, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    address = urlsplit(node.http)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n{{".encode())
    async with aiohttp.ClientSession() as http:
        for _ in range(3):  # requests that are answered after what came before them
            async with http.get(f"{node.http}/connection/websocket"):
                pass
            writer.transport.abort()
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_a_request_for_the_head_only_opens_no_stream(node: Node) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.head(f"{node.http}/connection/sse", params={"cf_connect": ANN}) as answer,
    ):
        assert answer.status == 405
    assert node.engine.connections == 0
