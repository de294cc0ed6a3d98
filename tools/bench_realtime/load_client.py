"""The load: thousands of sockets of one process, each as cheap as Python allows."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from tools.bench_realtime.dialects import Dialect
from tools.bench_realtime.frames import BINARY, CLOSE, PING, PONG, TEXT, FrameReader, masked

_OPENING_AT_ONCE = 100
_OPENING_SECONDS = 60.0
_PONG = masked(b"{}")
_GOODBYE = masked((1000).to_bytes(2, "big"), CLOSE)


class WrongError(Exception):
    """A server answered what it should not have."""


class Socket(asyncio.Protocol):
    """One client. `take` is called with every line after it is subscribed."""

    def __init__(self, dialect: Dialect, user: int, channel: str) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        #: What went wrong, or None; the code of a close is said too.
        self.fault: Exception | None = None
        self.take: Callable[[bytes], None] = _unexpected
        self.transport: asyncio.Transport
        self._dialect = dialect
        self._greeting = dialect.greeting(user, channel)
        self._frames = FrameReader()
        self._handshake: bytes | None = b""
        self._leaving = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a WebSocket."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass
        self.transport.write(
            b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            % self._dialect.path.encode()
        )

    def data_received(self, data: bytes) -> None:
        """Take what the server sent."""
        try:
            if self._handshake is not None:
                data = self._shake_hands(data)
            for kind, payload in self._frames.read(data):
                if kind in {TEXT, BINARY}:
                    self._message(payload)
                else:
                    self._control(kind, payload)
        except (ValueError, WrongError) as error:
            self._fail(error)
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Take note of an end that this client did not ask for."""
        if not self._leaving:
            self._fail(exc or WrongError("the server hung up"))

    def send(self, frame: bytes) -> None:
        """Write a masked frame."""
        self.transport.write(frame)

    def leave(self) -> None:
        """Say goodbye and hang up."""
        self._leaving = True
        if not self.transport.is_closing():
            self.transport.write(_GOODBYE)
            self.transport.close()

    def cut(self) -> None:
        """Hang up without a word."""
        self._leaving = True
        self.transport.abort()

    def _shake_hands(self, data: bytes) -> bytes:
        assert self._handshake is not None
        head, end, rest = (self._handshake + data).partition(b"\r\n\r\n")
        if not end:
            self._handshake = head
            return b""
        # The accept value of RFC 6455, section 1.3, for its example key.
        if not head.startswith(b"HTTP/1.1 101") or b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" not in head:
            raise WrongError(f"no WebSocket: {head[:80]!r}")
        self._handshake = None
        if self._greeting:
            self.send(masked(self._greeting))
            self.take = self._welcome
        else:
            self._open()
        return rest

    def _welcome(self, line: bytes) -> None:
        if self._dialect.welcomed(line):
            self._open()

    def _open(self) -> None:
        self.take = _unexpected
        self.opened.set_result(None)

    def _message(self, payload: bytes) -> None:
        if payload == b"{}":
            self.send(_PONG)
        elif b"\n" in payload:
            for line in payload.split(b"\n"):
                self._message(line)
        else:
            self.take(payload)

    def _control(self, kind: int, payload: bytes) -> None:
        if kind == PING:
            self.send(masked(payload, PONG))
        elif kind == CLOSE:
            raise WrongError(f"closed: {int.from_bytes(payload[:2], 'big')} {payload[2:]!r}")
        elif kind != PONG:
            raise WrongError(f"a frame that begins with {kind:#x}")

    def _fail(self, fault: Exception) -> None:
        self.fault = self.fault or fault
        if not self.opened.done():
            self.opened.set_exception(fault)


def _unexpected(line: bytes) -> None:
    raise WrongError(f"nobody asked for {line[:200]!r}")


@asynccontextmanager
async def connected(
    port: int,
    dialect: Dialect,
    count: int,
    channel: Callable[[int], str],
    *,
    receive_buffer: int | None = None,
    first: int = 0,
) -> AsyncIterator[list[Socket]]:
    """Yield `count` subscribed clients; `channel` names each one's. They leave at the end.

    Users are numbered from `first`. `receive_buffer`: bytes that the kernel keeps for a client.
    """
    gate = asyncio.Semaphore(_OPENING_AT_ONCE)
    sockets: list[Socket] = []

    async def open_one(user: int) -> None:
        async with gate:
            plain = socket.socket()
            plain.setblocking(False)
            if receive_buffer is not None:
                plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(plain, ("127.0.0.1", port))
            client = Socket(dialect, user, channel(user))
            await loop.create_connection(lambda: client, sock=plain)
            sockets.append(client)
            await client.opened

    try:
        async with asyncio.timeout(_OPENING_SECONDS):
            await asyncio.gather(*(open_one(user) for user in range(first, first + count)))
        yield sockets
    finally:
        for each in sockets:
            each.leave()


def check(sockets: list[Socket]) -> None:
    """Raise what went wrong with any of the clients."""
    for each in sockets:
        if each.fault is not None:
            raise each.fault
