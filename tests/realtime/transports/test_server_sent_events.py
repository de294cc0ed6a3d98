"""What is the Server-Sent Events transport's own; the rest is in test_streaming.py."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import aiohttp
import pytest

if TYPE_CHECKING:
    from tests.realtime.conftest import Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]
ANN = '{"id":1,"connect":{"token":"ann"}}'


@pytest.fixture
async def node(serve: Serve) -> AsyncIterator[Node]:
    async with serve(server_sent_events=True) as node:
        yield node


async def test_each_reply_is_an_event(node: Node) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{node.http}/connection/sse", params={"cf_connect": ANN}) as answer,
    ):
        assert answer.headers["content-type"] == "text/event-stream"
        assert await answer.content.readline() == b"\r\n"
        assert (await answer.content.readline()).startswith(b'data: {"id":1,"connect":{')
        assert await answer.content.readline() == b"\n"


async def test_the_first_frame_may_be_a_body(node: Node) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{node.http}/connection/sse", data=ANN) as answer,
    ):
        await answer.content.readline()
        assert (await answer.content.readline()).startswith(b'data: {"id":1,"connect":{')


async def test_without_a_first_frame_it_is_refused_with_what_to_do(node: Node) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{node.http}/connection/sse") as answer,
    ):
        assert (answer.status, await answer.text()) == (
            400,
            "no connect command: send it as cf_connect",
        )


async def test_a_first_frame_that_is_too_long_is_refused(node: Node) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{node.http}/connection/sse", data="x" * 70_000) as answer,
    ):
        assert answer.status == 413
