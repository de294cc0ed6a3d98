"""What a browser asks before it sends, from a page of another origin."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import aiohttp
import pytest

if TYPE_CHECKING:
    from tests.realtime.conftest import Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]
PAGE = "https://page.example"
PATHS = ["connection/http_stream", "connection/sse", "emulation"]


@pytest.fixture
async def node(serve: Serve) -> AsyncIterator[Node]:
    async with serve(server_sent_events=True, allowed_origins=[PAGE]) as node:
        yield node


@pytest.mark.parametrize("path", PATHS)
async def test_is_allowed_what_the_sdk_sends(node: Node, path: str) -> None:
    headers = {"Origin": PAGE, "Access-Control-Request-Headers": "content-type"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.options(f"{node.http}/{path}") as answer,
    ):
        assert answer.status == 204
        assert answer.headers["access-control-allow-origin"] == PAGE
        assert answer.headers["access-control-allow-headers"] == "content-type"
        assert "POST" in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize("path", PATHS)
async def test_is_refused_to_a_page_that_may_not_connect(node: Node, path: str) -> None:
    async with (
        aiohttp.ClientSession(headers={"Origin": "https://other.example"}) as http,
        http.options(f"{node.http}/{path}") as answer,
    ):
        assert answer.status == 403
        assert "access-control-allow-origin" not in answer.headers
