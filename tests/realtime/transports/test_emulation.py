"""Frames that come beside a stream: what is refused, and how (the rest is in test_streaming.py)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import aiohttp
import msgspec
import pytest

import realtime
from tests.realtime.transports.wire import http_stream

if TYPE_CHECKING:
    from tests.realtime.conftest import Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]
ANN = '{"id":1,"connect":{"token":"ann"}}'


async def post(node: Node, body: Any) -> tuple[int, str]:
    data = body if isinstance(body, bytes) else msgspec.json.encode(body)
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{node.http}/emulation", data=data) as answer,
    ):
        return answer.status, await answer.text()


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"[]", b"[" * 50_000, {"session": "s"}, b'{"session":1}']
)
async def test_what_is_no_frame_is_refused_with_what_to_do(node: Node, body: Any) -> None:
    status, text = await post(node, body)
    assert status == 400
    assert text.startswith('expected {"session"')


async def test_a_frame_that_is_too_long_is_refused(node: Node) -> None:
    assert (await post(node, b"x" * 140_000))[0] == 413


async def test_a_frame_for_no_stream_is_refused(node: Node) -> None:
    frame = {"session": "guessed", "node": node.engine.node, "data": "{}"}
    assert await post(node, frame) == (404, "no such stream: connect again")


async def test_a_frame_for_a_stream_that_has_ended_is_refused(node: Node) -> None:
    async with http_stream(node.http, ANN) as client:
        client.connected = (await client.next())["connect"]
    await node.notes.closed.get()
    frame = {
        "session": client.connected["session"],
        "node": node.engine.node,
        "data": '{"id":2,"ping":{}}',
    }
    assert (await post(node, frame))[0] == 404


async def test_an_address_that_posts_too_often_is_told_to_wait(serve: Serve) -> None:
    limits = realtime.Limits(emulation_rate=0.01, emulation_burst=2)
    async with serve(limits=limits) as node:
        answers = [await post(node, {"session": "s", "node": "n", "data": "{}"}) for _ in range(3)]
    assert [status for status, _ in answers] == [404, 404, 429]
    assert answers[-1][1] == "too many frames from this address: try again later"


class Unreachable(realtime.MemoryBroker):
    """Reaches no other node, and does not know whether there is one."""

    async def send_control(self, message: bytes, *, node: str | None = None) -> int:
        raise realtime.BrokerUnavailable("away")


async def test_while_other_nodes_cannot_be_reached_it_says_to_try_again(serve: Serve) -> None:
    async with serve(Unreachable()) as node:
        status, text = await post(node, {"session": "s", "node": "other", "data": "{}"})
        assert (status, text) == (503, "the node cannot be reached now: try again")
