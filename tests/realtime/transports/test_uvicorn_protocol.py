"""What the protocol adds to uvicorn's own."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from realtime.transports.uvicorn_protocol import UvicornProtocol
from realtime.transports.websocket import DIRECT
from tests.realtime.conftest import Server
from tests.realtime.raw_socket import CLOSE, PING, PONG, RawSocket, raw_socket

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


async def connected(client: ClientConnection, *channels: str) -> None:
    """Connect and subscribe, and wait for the replies."""
    lines = ['{"id":1,"connect":{"token":"ann"}}']
    lines += [f'{{"id":2,"subscribe":{{"channel":"{each}"}}}}' for each in channels]
    await client.send("\n".join(lines))
    heard: list[str] = []
    async with asyncio.timeout(5):
        while len(heard) < len(lines):
            heard += str(await client.recv()).split("\n")


async def test_a_connection_that_is_open_has_no_task(node: Node) -> None:
    before = asyncio.all_tasks()
    async with connect(node.url) as client:
        await connected(client, "live:1")
        added = {each.get_coro().__qualname__ for each in asyncio.all_tasks() - before}  # type: ignore[union-attr]
        assert added <= {"Connection.keepalive"}, "the client's own"
        assert node.engine.connections == 1


async def test_publications_are_written_without_waiting(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    write_framed = UvicornProtocol.write_framed

    def remember(self: UvicornProtocol, framed: bytes) -> bool:
        written.append(framed)
        return write_framed(self, framed)

    monkeypatch.setattr(UvicornProtocol, "write_framed", remember)
    async with connect(node.url) as one, connect(node.url) as two:
        await connected(one, "live:1")
        await connected(two, "live:1")
        await node.engine.publish("live:1", b"1")
        line = b'{"push":{"channel":"live:1","pub":{"data":1}}}'
        assert [frame[2:] for frame in written[-2:]] == [line, line]
        assert written[-1] is written[-2], "made once for all"


async def test_what_a_client_sends_before_it_may_is_not_lost() -> None:
    arrived, accepted = asyncio.Event(), asyncio.Event()
    heard: asyncio.Queue[str] = asyncio.Queue()

    class Receiver:
        def receive(self, frame: bytes | str) -> None:
            heard.put_nowait(frame if isinstance(frame, str) else frame.decode())

        def lost(self) -> None:
            heard.put_nowait("lost")

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        arrived.set()
        await accepted.wait()
        await send({"type": "websocket.accept"})
        scope["extensions"][DIRECT]["connection"].hand_over(Receiver())

    async def send_ahead(client: RawSocket) -> None:
        await arrived.wait()
        client.send("early")
        await client.writer.drain()
        accepted.set()

    async with asyncio.timeout(5), served(application) as url:
        async with raw_socket(url, meanwhile=send_ahead) as client:
            client.send("late")
            assert [await heard.get(), await heard.get()] == ["early", "late"]
        assert await heard.get() == "lost"


async def test_a_fragmented_message_is_joined(node: Node) -> None:
    async with raw_socket(node.url) as client:
        client.send('{"id":1,"connect":', first=0x01)
        client.send("between", PING)
        client.send('{"token":"ann"}}', first=0x80)
        async with asyncio.timeout(5):
            assert (await client.receive())[0] == PONG
            assert '"client"' in await client.line()


async def test_one_that_is_closed_by_its_client_is_gone_at_once(node: Node) -> None:
    async with connect(node.url) as client:
        await connected(client)
        await client.close(1000)
        async with asyncio.timeout(5):
            assert await node.notes.closed.get() == 3000
    assert node.engine.connections == 0


async def test_one_whose_client_does_not_answer_the_close_is_gone_at_once(node: Node) -> None:
    async with raw_socket(node.url) as client:
        client.send('{"id":1,"connect":{"token":"ann"}}')
        await client.line()
        await node.engine.disconnect(4501, "session ended", user="ann")
        async with asyncio.timeout(5):
            assert await node.notes.closed.get() == 4501
        assert node.engine.connections == 0
        client.send('{"id":2,"ping":{}}')
        assert await client.close_code() == 4501


async def test_an_application_that_fails_after_it_handed_over_ends_the_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lost = asyncio.Event()

    class Receiver:
        def receive(self, frame: bytes | str) -> None:
            raise AssertionError(frame)

        def lost(self) -> None:
            lost.set()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "websocket"
        await receive()
        await send({"type": "websocket.accept"})
        scope["extensions"][DIRECT]["connection"].hand_over(Receiver())
        raise RuntimeError("a middleware's fault")

    async with served(application) as url, raw_socket(url) as client:
        async with asyncio.timeout(5):
            assert await client.close_code() == 1006
            await lost.wait()
    assert [each.getMessage() for each in caplog.records] == ["Exception in ASGI application\n"]


async def test_an_application_that_wants_no_direct_connection_is_served_as_ever() -> None:
    async def echo(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "websocket"
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"] + "!"})

    async with served(echo) as url, connect(url) as client:
        await client.send("안녕")
        async with asyncio.timeout(5):
            assert await client.recv() == "안녕!"


@asynccontextmanager
async def served(application: ASGIApp) -> AsyncIterator[str]:
    """The application behind uvicorn with this protocol."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        application,
        ws=UvicornProtocol,
        lifespan="off",
        log_config=None,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve([listener]))
    async with asyncio.timeout(5):
        await server.listening.wait()
    try:
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.stop.set()
        await serving


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


class Hasty(UvicornProtocol):
    """Waits shortly for a client that closes, has a small buffer, and says when it is gone."""

    gone: asyncio.Event

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.close_timeout = 0.1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.gone.set()


@pytest.mark.parametrize("end", ["the server's close", "the client's close", "half a socket"])
async def test_a_client_that_reads_nothing_cannot_keep_a_socket_that_ends(
    serve: Serve, end: str
) -> None:
    Hasty.gone = asyncio.Event()
    async with (
        serve(ws=Hasty) as node,
        raw_socket(node.url, receive_buffer=4096) as client,
        asyncio.timeout(5),
    ):
        client.send('{"id":1,"connect":{}}')
        client.send('{"id":2,"subscribe":{"channel":"live:1"}}')
        while '"id":2' not in await client.line():
            continue
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await node.engine.publish("live:1", b'"%s"' % (b"x" * 50_000))
        if end == "the server's close":
            await node.engine.drain(0)
        elif end == "the client's close":
            client.send(b"\x03\xe8", CLOSE)
        else:
            client.writer.write_eof()
        await Hasty.gone.wait()
        await node.notes.closed.get()
        assert node.engine.connections == 0
