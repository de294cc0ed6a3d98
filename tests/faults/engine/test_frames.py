"""What no client should send, over a real socket: a proper code each, no fault, nothing kept."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, suppress
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import realtime
from realtime.memory.presence import MemoryPresence
from realtime.session import Session
from realtime.transports.uvicorn_protocol import UvicornProtocol
from tests.realtime.mutations import mutated
from tests.realtime.raw_socket import BINARY, CLOSE, PING, RawSocket, raw_socket

if TYPE_CHECKING:
    from tests.realtime.conftest import Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]
ANN = '{"id":1,"connect":{"token":"ann"}}'
#: Of the protocol, of WebSocket (1003, 1007, 1009: what was sent; 1002: how), or no end at all.
PROPER = {1000, 1002, 1003, 1005, 1007, 1009, 3000, 3005, 3013, 3500, 3501, 3508}


@pytest.fixture(params=["websockets-sansio", UvicornProtocol], ids=["asgi", "direct"])
def server(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
async def node(serve: Serve, server: Any) -> AsyncIterator[Node]:
    limits = realtime.Limits(
        connections_per_user=100,
        command_rate=1e6,
        command_burst=10_000,
        handshake_rate=0,
        resubscribe_spread=0.01,
    )
    async with serve(ws=server, limits=limits, presence=MemoryPresence()) as node:
        yield node


async def nobody_is_left(node: Node) -> None:
    """Wait until every connection has ended, and see that nothing of them is kept."""
    async with asyncio.timeout(10):
        while node.engine.connections:
            await node.notes.closed.get()
        await asyncio.gather(*node.engine._node.endings)
    assert node.engine.channels == 0
    assert node.notes.failures == []
    gc.collect()
    kept = [each for each in gc.get_objects() if isinstance(each, Session)]
    assert not kept, gc.get_referrers(kept[0])


async def talk(node: Node, random: Random, frames: int) -> int | None:
    """Connect and send mutated frames; return how it was closed, None where it was not."""
    async with raw_socket(node.url) as socket:
        if random.random() < 0.8:
            socket.send(ANN)
        wildness = random.choice([0.02, 0.1, 0.5])
        for _ in range(frames):
            socket.send(mutated(random, wildness), random.choice([0x1, 0x1, BINARY]))
        socket.send('{"id":999,"ping":{}}')
        async with asyncio.timeout(10):
            return await close_or_reply(socket)


async def close_or_reply(socket: RawSocket) -> int | None:
    with suppress(EOFError):
        while True:
            opcode, payload = await socket.receive()
            if opcode == CLOSE:
                return int.from_bytes(payload[:2], "big") if payload else 1005
            if b'"id":999' in payload:
                return None
    return 1006


async def many(node: Node, connections: int, caplog: pytest.LogCaptureFixture) -> None:
    seed = 20261126
    codes: Counter[int | None] = Counter()
    with caplog.at_level(logging.WARNING):
        for start in range(0, connections, 50):
            talks = [talk(node, Random(seed + start + each), 10) for each in range(50)]
            codes.update(await asyncio.gather(*talks))
    assert set(codes) <= PROPER | {None}, codes
    assert len(codes) > 2, "they did not get far"
    await nobody_is_left(node)
    # What uvicorn says of a text that is none, where it serves by itself.
    logged = {each.getMessage() for each in caplog.records}
    assert logged <= {"Invalid UTF-8 sequence received from client."}


async def test_a_thousand_mutated_frames(node: Node, caplog: pytest.LogCaptureFixture) -> None:
    await many(node, 100, caplog)


@pytest.mark.faults
@pytest.mark.timeout(180)
async def test_ten_thousand_mutated_frames(node: Node, caplog: pytest.LogCaptureFixture) -> None:
    await many(node, 1_000, caplog)


async def closed(node: Node, send: Callable[[RawSocket], None]) -> int:
    async with raw_socket(node.url) as socket:
        send(socket)
        async with asyncio.timeout(5):
            return await socket.close_code()


async def test_a_frame_that_is_too_large_is_said_to_be(node: Node) -> None:
    assert await closed(node, lambda socket: socket.send("x" * 70_000)) == 1009
    await nobody_is_left(node)


async def test_a_message_that_grows_too_large_in_fragments_is_ended(node: Node) -> None:
    def send(socket: RawSocket) -> None:
        socket.send("x" * 40_000, first=0x01)
        socket.send("x" * 40_000, first=0x80)

    assert await closed(node, send) == 1009
    await nobody_is_left(node)


@pytest.mark.parametrize("payload", [b"\xff\xfe", b'{"id":1,"connect":{"token":"\xc3\x28"}}'])
async def test_what_is_not_utf8_is_ended(node: Node, server: Any, payload: bytes) -> None:
    expected = 3501 if server is UvicornProtocol else 1007
    assert await closed(node, lambda socket: socket.send(payload)) == expected


@pytest.mark.parametrize("payload", ["", "hello", "[]", '{"id":', "{}{}", '{"id":-1}', "null"])
async def test_broken_json_is_a_bad_request(node: Node, payload: str) -> None:
    assert await closed(node, lambda socket: socket.send(payload)) == 3501
    await nobody_is_left(node)


@pytest.mark.parametrize(
    "send",
    [
        lambda socket: socket.send("{}", mask=False),
        lambda socket: socket.send("{}", first=0xC1),
        lambda socket: socket.send("{}", first=0x83),
        lambda socket: socket.send("x", first=0x80),
        lambda socket: socket.send("x" * 126, PING),
        lambda socket: socket.writer.write(b"\x00" * 64),
    ],
    ids=["unmasked", "reserved bit", "unknown opcode", "continues nothing", "long ping", "zeros"],
)
async def test_what_is_no_websocket_is_a_protocol_error(
    node: Node, send: Callable[[RawSocket], None]
) -> None:
    assert await closed(node, send) == 1002
    await nobody_is_left(node)


async def test_a_client_that_floods_is_refused_and_then_ended(serve: Serve, server: Any) -> None:
    async with serve(ws=server) as node, raw_socket(node.url) as socket:
        socket.send(ANN)
        for number in range(2, 400):
            socket.send(f'{{"id":{number},"ping":{{}}}}')
        lines: list[str] = []
        code = 0
        async with asyncio.timeout(5):
            while not code:
                opcode, payload = await socket.receive()
                if opcode == CLOSE:
                    code = int.from_bytes(payload[:2], "big")
                else:
                    lines += payload.decode().split("\n")
        assert code == 3013
        assert sum('"code":111' in line for line in lines) >= 50
        assert await node.notes.closed.get() == 3013
        assert node.engine.connections == 0
