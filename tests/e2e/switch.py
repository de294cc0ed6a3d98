"""A TCP relay before servers, as a load balancer is: it can cut, refuse and change its target."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

BLOCK = 65_536


class Switch:
    """Relays every connection to `target`; see `open_switch`."""

    def __init__(self, target: str) -> None:
        self._address = self._parse(target)
        self._links: set[asyncio.StreamWriter] = set()
        self._refusing = False
        self.url = ""

    def point_to(self, target: str) -> None:
        """Send the connections from now on to another server."""
        self._address = self._parse(target)

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
        try:
            there_reader, there_writer = await asyncio.open_connection(*self._address)
        except OSError:
            writer.transport.abort()
            return
        self._links |= {writer, there_writer}
        try:
            await asyncio.gather(self._pump(reader, there_writer), self._pump(there_reader, writer))
        finally:
            self._links -= {writer, there_writer}

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
async def open_switch(target: str) -> AsyncIterator[Switch]:
    """Listen on a port of loopback and relay to `target`, a server's address."""
    switch = Switch(target)
    server = await asyncio.start_server(switch.relay, "127.0.0.1", 0)
    switch.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield switch
    finally:
        switch.cut(refusing=True)
        server.close()
