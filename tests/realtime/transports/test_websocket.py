"""The WebSocket transport, on both of the servers it may run under."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

import realtime
from realtime.transports.uvicorn_protocol import UvicornProtocol

if TYPE_CHECKING:
    from tests.realtime.conftest import Clients, Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]

ORIGIN = "https://doran.example"
HELLO = '{"id":1,"connect":{"token":"ann"}}'


class AsgiOnly(WebSocketsSansIOProtocol):
    """Uvicorn's own, but for its failure when it stops while a client closes."""

    def shutdown(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()


@pytest.fixture(params=[AsgiOnly, UvicornProtocol])
def server(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
async def node(serve: Serve, server: Any) -> AsyncIterator[Node]:
    async with serve(ws=server, allowed_origins=[ORIGIN]) as node:
        yield node


async def soon(awaitable: Any) -> Any:
    async with asyncio.timeout(5):
        return await awaitable


async def closing_code(client: ClientConnection) -> int:
    """The code with which the server closes, whatever it sends before."""
    with suppress(ConnectionClosedError):
        async with asyncio.timeout(5):
            async for _ in client:
                assert client.close_code is None
    assert client.close_code is not None
    return client.close_code


class TestHandshake:
    async def test_a_plain_get_is_told_to_upgrade(self, node: Node) -> None:
        async with httpx2.AsyncClient() as http:
            response = await http.get(node.url.replace("ws:", "http:"))
        assert response.status_code == 426
        assert response.headers["upgrade"] == "websocket"

    async def test_the_json_subprotocol_is_echoed(self, node: Node) -> None:
        offered: Any = ["other", "centrifuge-protobuf", "centrifuge-json"]
        async with connect(node.url, subprotocols=offered) as client:
            assert client.subprotocol == "centrifuge-json"
            await client.send(HELLO)
            assert b"client" in await soon(client.recv(decode=False))

    async def test_no_subprotocol_is_json(self, node: Node) -> None:
        async with connect(node.url) as client:
            assert client.subprotocol is None
            await client.send(HELLO)
            assert b"client" in await soon(client.recv(decode=False))

    async def test_unknown_subprotocols_are_not_echoed(self, node: Node) -> None:
        offered: Any = ["other"]
        async with connect(node.url, subprotocols=offered) as client:
            assert client.subprotocol is None

    async def test_protobuf_alone_is_refused_for_good(self, node: Node) -> None:
        offered: Any = ["centrifuge-protobuf"]
        async with connect(node.url, subprotocols=offered) as client:
            assert await closing_code(client) == 3506
        assert node.engine.connections == 0

    async def test_an_allowed_origin_may_connect(self, node: Node) -> None:
        origin: Any = ORIGIN.upper().replace("HTTPS", "https")
        async with connect(node.url, origin=origin) as client:
            await client.send(HELLO)
            assert b"client" in await soon(client.recv(decode=False))

    async def test_any_other_is_refused(self, node: Node) -> None:
        for origin in ("https://evil.example", "null", ORIGIN + ".evil.example"):
            with pytest.raises(InvalidStatus) as raised:
                await connect(node.url, origin=origin)  # type: ignore[arg-type]
            assert raised.value.response.status_code == 403

    async def test_all_may_be_allowed(self, serve: Serve, server: Any) -> None:
        async with serve(ws=server, allowed_origins="*") as node:
            origin: Any = "https://anywhere.example"
            async with connect(node.url, origin=origin) as client:
                await client.send(HELLO)
                assert b"client" in await soon(client.recv(decode=False))

    async def test_a_draining_node_refuses(self, node: Node) -> None:
        await node.engine.drain(0)
        with pytest.raises(InvalidStatus) as raised:
            await connect(node.url)
        assert raised.value.response.status_code == 503


class TestFrames:
    @pytest.fixture
    async def client(self, node: Node) -> AsyncIterator[ClientConnection]:
        async with connect(node.url) as client:
            await client.send(HELLO)
            await soon(client.recv())
            yield client

    async def test_replies_to_one_frame_come_in_one(self, client: ClientConnection) -> None:
        await client.send('{"id":2,"ping":{}}\n{"id":3,"ping":{}}')
        assert await soon(client.recv()) == '{"id":2,"ping":{}}\n{"id":3,"ping":{}}'

    async def test_binary_frames_are_read_and_text_is_written(
        self, client: ClientConnection
    ) -> None:
        await client.send(b'{"id":2,"ping":{}}')
        assert await soon(client.recv()) == '{"id":2,"ping":{}}'

    async def test_a_frame_of_64_kib_is_taken(self, client: ClientConnection) -> None:
        command = '{"id":2,"ping":{}}'
        await client.send(command + " " * (65536 - len(command)))
        assert await soon(client.recv()) == command

    async def test_a_larger_one_ends_the_connection(self, client: ClientConnection) -> None:
        await client.send(" " * 65537)
        assert await closing_code(client) == 1009

    async def test_what_counts_is_bytes(self, client: ClientConnection) -> None:
        await client.send('{"id":2,"rpc":{"method":"' + "한" * 22_000 + '"}}')
        assert await closing_code(client) == 1009

    async def test_large_publications_arrive_whole(
        self, node: Node, client: ClientConnection
    ) -> None:
        await client.send('{"id":2,"subscribe":{"channel":"live:1"}}')
        await soon(client.recv())
        for size in (1, 125, 126, 300, 65_535, 65_536, 200_000):
            data = b'"' + b"x" * size + b'"'
            await node.engine.publish("live:1", data)
            received = await soon(client.recv(decode=False))
            assert received == b'{"push":{"channel":"live:1","pub":{"data":%s}}}' % data

    async def test_a_code_and_a_reason_come_with_the_close(
        self, node: Node, client: ClientConnection
    ) -> None:
        await node.engine.disconnect(4502, "suspended", user="ann")
        assert await closing_code(client) == 4502
        assert client.close_reason == "suspended"

    async def test_what_was_said_before_the_end_is_heard(self, client: ClientConnection) -> None:
        await client.send('{"id":2,"ping":{}}\n{"id":3}')
        assert await soon(client.recv()) == '{"id":2,"ping":{}}'
        assert await closing_code(client) == 3501


class TestTime:
    @pytest.fixture
    def limits(self) -> realtime.Limits:
        return realtime.Limits(connect_timeout=0.3, ping_interval=0.2, pong_timeout=0.19)

    async def test_a_silent_client_is_sent_away(
        self, serve: Serve, server: Any, limits: realtime.Limits
    ) -> None:
        async with serve(ws=server, limits=limits) as node, connect(node.url) as client:
            assert await closing_code(client) == 3502

    async def test_a_client_that_answers_no_ping_too(
        self, serve: Serve, server: Any, limits: realtime.Limits
    ) -> None:
        async with serve(ws=server, limits=limits) as node, connect(node.url) as client:
            await client.send(HELLO)
            await soon(client.recv())
            assert await soon(client.recv()) == "{}"
            assert await closing_code(client) == 3012

    async def test_a_client_that_does_stays(
        self, serve: Serve, server: Any, limits: realtime.Limits
    ) -> None:
        async with serve(ws=server, limits=limits) as node, connect(node.url) as client:
            await client.send(HELLO)
            await soon(client.recv())
            for _ in range(4):
                assert await soon(client.recv()) == "{}"
                await client.send("{}")


class TestSlowReaders:
    @pytest.fixture(autouse=True)
    def socket_of_the_sleeper(self) -> Iterator[None]:
        with socket.socket() as self.sleeper:
            yield

    async def test_cost_bounded_memory_and_nobody_else_anything(
        self, serve: Serve, server: Any, clients: Clients
    ) -> None:
        limits = realtime.Limits(queue_bytes=200_000, close_timeout=0.1)
        async with serve(ws=server, limits=limits) as node:
            reader = await (await clients.connect(node)).subscribe("live:1")
            await self.subscribe_and_sleep(node)
            data = b'"' + b"x" * 10_000 + b'"'
            sent = most = 0
            while not node.notes.slow:
                await node.engine.publish("live:1", data)
                sent += 1
                await soon(reader.publications.get())
                most = max(most, node.engine.queued_bytes)
            assert most <= limits.queue_bytes + 11_000
            assert await soon(node.notes.closed.get()) == 3008
            assert node.engine.connections == 1
            assert sent > 20
            self.sleeper.close()

    async def test_that_wake_in_time_are_told_why(
        self, serve: Serve, server: Any, clients: Clients
    ) -> None:
        limits = realtime.Limits(queue_bytes=200_000, close_timeout=10)
        async with serve(ws=server, limits=limits) as node:
            sleeper = await self.subscribe_and_sleep(node)
            data = b'"' + b"x" * 10_000 + b'"'
            while not node.notes.slow:
                await node.engine.publish("live:1", data)
                await asyncio.sleep(0)
            loop = asyncio.get_running_loop()
            received = b""
            async with asyncio.timeout(5):
                while not received.endswith(b"\x0b\xc0slow"):  # 3008
                    received = received[-100:] + await loop.sock_recv(sleeper, 1 << 20)
            sleeper.close()
            assert await soon(node.notes.closed.get()) == 3008

    async def test_are_borne_only_for_a_time(
        self, serve: Serve, server: Any, clients: Clients
    ) -> None:
        limits = realtime.Limits(queue_bytes=10**9, queue_seconds=0.1, close_timeout=0.1)
        async with serve(ws=server, limits=limits) as node:
            await self.subscribe_and_sleep(node)
            data = b'"' + b"x" * 100_000 + b'"'
            while node.engine.queued_bytes < 1_000_000:
                await node.engine.publish("live:1", data)
                await asyncio.sleep(0)
            assert await soon(node.notes.closed.get()) == 3008
            assert len(node.notes.slow) == 1
            self.sleeper.close()

    async def subscribe_and_sleep(self, node: Node) -> socket.socket:
        """A client of which nothing is heard after it subscribed."""
        address = urlsplit(node.url)
        assert address.hostname
        sleeper = self.sleeper
        sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sleeper.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(sleeper, (address.hostname, address.port))
        await loop.sock_sendall(
            sleeper,
            b"GET /connection/websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Version: 13\r\n\r\n",
        )
        async with asyncio.timeout(5):
            response = await loop.sock_recv(sleeper, 4096)
        assert response.startswith(b"HTTP/1.1 101")
        for line in (HELLO.replace("ann", ""), '{"id":2,"subscribe":{"channel":"live:1"}}'):
            frame = bytes((0x81, 0x80 | len(line))) + bytes(4) + line.encode()  # masked with 0
            await loop.sock_sendall(sleeper, frame)
        received = b""
        async with asyncio.timeout(5):
            while b'"subscribe"' not in received:
                received += await loop.sock_recv(sleeper, 4096)
        return sleeper
