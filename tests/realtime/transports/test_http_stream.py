"""What is the HTTP streaming transport's own; the rest is in test_streaming.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from tests.realtime.conftest import Node


async def test_protobuf_is_refused_with_what_to_do(node: Node) -> None:
    headers = {"content-type": "application/octet-stream"}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{node.http}/connection/http_stream", data=b"\x01", headers=headers) as answer,
    ):
        assert answer.status == 415
        assert "use JSON" in await answer.text()


async def test_a_first_frame_that_is_too_long_is_refused(node: Node) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{node.http}/connection/http_stream", data="x" * 70_000) as answer,
    ):
        assert answer.status == 413


async def test_each_reply_is_a_line(node: Node) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{node.http}/connection/http_stream", data='{"id":1,"connect":{"token":"ann"}}'
        ) as answer,
    ):
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        line = await answer.content.readline()
        assert line.startswith(b'{"id":1,"connect":{')
        assert line.endswith(b"}\n")
