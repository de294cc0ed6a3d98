"""A TCP relay before servers, as a load balancer is: it can cut, refuse and change its targets."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

BLOCK = 65_536


class Switch:
    """Relays every connection to a target, each in turn; see `open_switch`."""

    def __init__(self, *targets: str) -> None:
        self._addresses = deque(map(self._parse, targets))
        self._links: set[asyncio.StreamWriter] = set()
        self._refusing = False
        self.url = ""

    def point_to(self, *targets: str) -> None:
        """Send the connections from now on to other servers."""
        self._addresses = deque(map(self._parse, targets))

    def cut(self, *, refusing: bool = False) -> None:
        """Cut every connection, as a lost network does; `refusing` also those that come."""
        self._refusing = refusing
        for writer in self._links:
            writer.transport.abort()

    def mend(self) -> None:
        """Let connections through again."""
        self._refusing = False

    @staticmethod
    def _parse(url: str) -> tuple[str, int]:
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refusing:
            writer.transport.abort()
            return
        there = await self._connect()
        if there is None:
            writer.transport.abort()
            return
        there_reader, there_writer = there
        self._links |= {writer, there_writer}
        try:
            await asyncio.gather(self._pump(reader, there_writer), self._pump(there_reader, writer))
        finally:
            self._links -= {writer, there_writer}

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """Connect to the next target that accepts."""
        for _ in range(len(self._addresses)):
            address = self._addresses[0]
            self._addresses.rotate(-1)
            try:
                return await asyncio.open_connection(*address)
            except OSError:
                continue
        return None

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while block := await reader.read(BLOCK):
                writer.write(block)
                await writer.drain()
        except OSError:
            # One side was cut: so is the other.
            writer.transport.abort()
        else:
            writer.close()


@asynccontextmanager
async def open_switch(*targets: str) -> AsyncIterator[Switch]:
    """Listen on a port of loopback and relay to `targets`, servers' addresses."""
    switch = Switch(*targets)
    server = await asyncio.start_server(switch.relay, "127.0.0.1", 0)
    switch.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield switch
    finally:
        switch.cut(refusing=True)
        server.close()
