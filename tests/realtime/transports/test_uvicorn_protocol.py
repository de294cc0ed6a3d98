"""What the protocol adds to uvicorn's own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from realtime.transports.uvicorn_protocol import UvicornProtocol

if TYPE_CHECKING:
    from tests.realtime.conftest import Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]

EMPTY = {"Sec-WebSocket-Protocol": ""}


async def test_an_empty_subprotocol_header_is_borne_with(node: Node) -> None:
    async with connect(node.url, additional_headers=EMPTY) as client:
        await client.send('{"id":1,"connect":{}}')
        async with asyncio.timeout(5):
            assert '"client"' in str(await client.recv())


async def test_which_uvicorns_own_does_not(serve: Serve) -> None:
    async with serve(ws="websockets-sansio") as node:
        with pytest.raises(InvalidStatus):
            await connect(node.url, additional_headers=EMPTY)


async def test_a_malformed_handshake_is_refused(node: Node) -> None:
    with pytest.raises(InvalidStatus):
        await connect(node.url, additional_headers={"Sec-WebSocket-Version": "1"})
    assert node.engine.connections == 0


async def test_a_refused_handshake_is_no_error_of_the_application(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(allowed_origins=["https://here.example"]) as node:
        with pytest.raises(InvalidStatus) as elsewhere:
            await connect(node.url, origin=Origin("https://elsewhere.example"))
        await node.engine.drain(0)
        with pytest.raises(InvalidStatus) as draining:
            await connect(node.url)
    refusals = [each.value.response for each in (elsewhere, draining)]
    assert [(each.status_code, each.body) for each in refusals] == [
        (403, b"origin not allowed"),
        (503, b"draining"),
    ]
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING] == []


async def test_publications_are_written_without_a_task(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    write_text = UvicornProtocol.write_text

    def remember(self: UvicornProtocol, payload: bytes) -> bool:
        written.append(payload)
        return write_text(self, payload)

    monkeypatch.setattr(UvicornProtocol, "write_text", remember)
    async with connect(node.url) as client:
        await client.send('{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"live:1"}}')
        async with asyncio.timeout(5):
            await client.recv()
            await client.recv()
        await node.engine.publish("live:1", b"1")
        assert written[-1] == b'{"push":{"channel":"live:1","pub":{"data":1}}}'


async def test_after_a_close_nothing_is_written(node: Node) -> None:
    async with connect(node.url) as client:
        await client.send('{"id":1,"connect":{"token":"ann"}}')
        async with asyncio.timeout(5):
            await client.recv()
        await node.engine.disconnect(4501, "session ended", user="ann")
        await node.engine.publish("#ann", b"1")
        async with asyncio.timeout(5):
            await client.wait_closed()
        assert client.close_code == 4501
