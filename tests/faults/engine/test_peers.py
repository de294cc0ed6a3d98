"""Peers that stop reading, or vanish without a word."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import psutil
import pytest

import realtime
from realtime.memory.presence import MemoryPresence
from realtime.transports.uvicorn_protocol import UvicornProtocol
from tests.realtime.raw_socket import raw_socket

if TYPE_CHECKING:
    from tests.realtime.conftest import Clients, Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]
ANN = '{"id":1,"connect":{"token":"ann"}}'
SERVERS = pytest.mark.parametrize(
    "server", ["websockets-sansio", UvicornProtocol], ids=["asgi", "direct"]
)


async def soon(queue: asyncio.Queue[Any]) -> Any:
    async with asyncio.timeout(10):
        return await queue.get()


@SERVERS
async def test_one_who_stops_reading_is_ended_and_delays_nobody(
    serve: Serve, clients: Clients, server: Any
) -> None:
    limits = realtime.Limits(queue_bytes=256 * 1024, close_timeout=0.2)
    text = b'"' + b"x" * 16_000 + b'"'
    async with serve(ws=server, limits=limits) as node:
        others = [await clients.connect(node, f"user {number}") for number in range(3)]
        rooms = [await other.subscribe("room:1") for other in others]
        async with raw_socket(node.url) as socket:
            socket.send(ANN + '\n{"id":2,"subscribe":{"channel":"room:1"}}')
            while '"id":2' not in await socket.line():
                continue
            socket.writer.transport.pause_reading()  # type: ignore[attr-defined]
            before = psutil.Process().memory_info().rss
            sent = 0
            async with asyncio.timeout(20):
                while node.notes.closed.empty():
                    await node.engine.publish("room:1", text)
                    sent += 1
                    for room in rooms:
                        await soon(room.publications)
            assert await soon(node.notes.closed) == 3008
        assert node.notes.slow[0] > limits.queue_bytes
        assert node.engine.queued_bytes == 0
        assert psutil.Process().memory_info().rss - before < 64 * 2**20
        assert sent > 10
        assert node.notes.failures == []


@SERVERS
async def test_one_who_reads_nothing_for_too_long_is_ended_though_little_waits(
    serve: Serve, server: Any
) -> None:
    limits = realtime.Limits(queue_bytes=10 * 2**20, queue_seconds=0.3, close_timeout=0.2)
    text = b'"' + b"x" * 16_000 + b'"'
    async with serve(ws=server, limits=limits) as node, raw_socket(node.url) as socket:
        socket.send(ANN + '\n{"id":2,"subscribe":{"channel":"room:1"}}')
        while '"id":2' not in await socket.line():
            continue
        socket.writer.transport.pause_reading()  # type: ignore[attr-defined]
        while node.engine.queued_bytes < 8 * len(text):
            await node.engine.publish("room:1", text)
            await asyncio.sleep(0)
        assert await soon(node.notes.closed) == 3008


@SERVERS
async def test_one_who_vanishes_without_a_word_is_noticed_and_gone(
    serve: Serve, clients: Clients, server: Any
) -> None:
    limits = realtime.Limits(ping_interval=0.4, pong_timeout=0.3, close_timeout=0.1)
    async with serve(ws=server, limits=limits, presence=MemoryPresence()) as node:
        watcher = await (await clients.connect(node, "watcher")).subscribe("lobby:1")
        await soon(watcher.joins)
        async with raw_socket(node.url) as socket:
            began = time.monotonic()
            socket.send(ANN + '\n{"id":2,"subscribe":{"channel":"lobby:1"}}')
            assert (await soon(watcher.joins)).user == "ann"
            # It reads nothing and answers nothing from here; no FIN, no RST.
            socket.writer.transport.pause_reading()  # type: ignore[attr-defined]
            assert (await soon(watcher.leaves)).user == "ann"
            assert time.monotonic() - began < 0.4 + 0.3 + 1
            assert await soon(node.notes.closed) == 3012
        assert [info.user for info in (await node.engine.presence("lobby:1")).values()] == [
            "watcher"
        ]


async def test_by_default_a_dead_peer_is_noticed_within_35_seconds() -> None:
    limits = realtime.Limits()
    assert limits.ping_interval + limits.pong_timeout <= 35
