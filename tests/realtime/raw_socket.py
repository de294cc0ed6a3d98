"""A WebSocket client that sends whatever it is told to, also what no client may send."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA


class RawSocket:
    """Frames in and out, by hand (RFC 6455, section 5.2)."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(
        self,
        payload: bytes | str,
        opcode: int = TEXT,
        *,
        first: int | None = None,
        mask: bool = True,
    ) -> None:
        """Send one frame; `first` replaces its first byte (FIN, reserved bits, opcode)."""
        data = payload.encode() if isinstance(payload, str) else payload
        head = bytes([0x80 | opcode if first is None else first])
        bit = 0x80 if mask else 0
        if len(data) < 126:
            head += bytes([bit | len(data)])
        elif len(data) < 65536:
            head += bytes([bit | 126]) + struct.pack("!H", len(data))
        else:
            head += bytes([bit | 127]) + struct.pack("!Q", len(data))
        # A key of zeros masks nothing, and is a key like any other.
        self.writer.write(head + (bytes(4) if mask else b"") + data)

    async def receive(self) -> tuple[int, bytes]:
        """Opcode and payload of the next frame. Raises EOFError where the socket has ended."""
        try:
            first, second = await self.reader.readexactly(2)
            length = second & 0x7F
            if length == 126:
                [length] = struct.unpack("!H", await self.reader.readexactly(2))
            elif length == 127:
                [length] = struct.unpack("!Q", await self.reader.readexactly(8))
            return first & 0x0F, await self.reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise EOFError from error

    async def line(self) -> str:
        """The next text frame."""
        while True:
            opcode, payload = await self.receive()
            if opcode == TEXT:
                return payload.decode()

    async def close_code(self) -> int:
        """The code with which the server closes; 1006 where it only ends. Others are dropped."""
        try:
            while True:
                opcode, payload = await self.receive()
                if opcode == CLOSE:
                    return int.from_bytes(payload[:2], "big") if payload else 1005
        except EOFError:
            return 1006


@asynccontextmanager
async def raw_socket(
    url: str,
    meanwhile: Callable[[RawSocket], Awaitable[None]] | None = None,
    *,
    receive_buffer: int = 0,
) -> AsyncIterator[RawSocket]:
    """Open a socket; at the end it is cut. `meanwhile` is done before the handshake's answer.

    `receive_buffer`: bytes that the system keeps for one who does not read; 0 for the usual.
    """
    address = urlsplit(url)
    here = socket.socket()
    here.setblocking(False)
    if receive_buffer:
        here.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    await asyncio.get_running_loop().sock_connect(here, (address.hostname, address.port))
    reader, writer = await asyncio.open_connection(sock=here)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET {address.path} HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    if meanwhile is not None:
        await meanwhile(RawSocket(reader, writer))
    try:
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 101 "), answer
        yield RawSocket(reader, writer)
    finally:
        writer.transport.abort()
        with suppress(ConnectionError):
            await writer.wait_closed()
