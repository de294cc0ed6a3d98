"""A TCP relay before PostgreSQL that can cut a connection in the middle of a COMMIT, or hold it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from pathlib import Path

BLOCK = 65_536
# The simple query that ends a transaction, and its tag in the answer (PostgreSQL's documentation,
# 55.7: Query, CommandComplete).
COMMIT = b"Q\x00\x00\x00\x0cCOMMIT;\x00"
COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"


class Cut(Enum):
    """When the connection breaks. Who sent the COMMIT cannot tell the first two apart."""

    BEFORE = "before it arrives"
    AFTER = "before its answer gets back"
    # Not at all: the transaction stays open, as one of a machine does that is gone without a word.
    HELD = "never, and the COMMIT does not arrive"


class CommitProxy:
    """Relays to PostgreSQL's unix socket; see `open_commit_proxy`."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._cut: Cut | None = None
        self._left = 0
        self.url = ""
        self.commits = 0
        self.cuts = 0
        self.held = asyncio.Event()

    def cut(self, when: Cut, *, number: int = 1) -> None:
        """Cut the connection of the `number`th COMMIT from now on."""
        self._cut, self._left = when, number

    def spare(self) -> None:
        """Cut no connection any more."""
        self._cut = None

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await asyncio.open_unix_connection(str(self._socket))
        except OSError:
            writer.transport.abort()
            return
        committing = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as group:
                asking = group.create_task(self._questions(reader, there_writer, committing))
                answering = group.create_task(self._answers(there_reader, writer, committing))
                await asyncio.wait({asking, answering}, return_when=asyncio.FIRST_COMPLETED)
                if committing.is_set():
                    await answering
                asking.cancel()
                answering.cancel()
        except* OSError:
            writer.transport.abort()  # one side went away: so does the other
        finally:
            writer.transport.abort()
            there_writer.transport.abort()

    async def _questions(
        self, reader: asyncio.StreamReader, there: asyncio.StreamWriter, committing: asyncio.Event
    ) -> None:
        """Pass on what the server asks, to the end or to a COMMIT that is to be cut."""
        while block := await reader.read(BLOCK):
            cut = self._due() if COMMIT in block else None
            if cut is Cut.HELD:
                self.held.set()
                await asyncio.Event().wait()
            if cut is Cut.BEFORE:
                return
            if cut is Cut.AFTER:
                committing.set()
            there.write(block)
            await there.drain()
            if cut is Cut.AFTER:
                return

    async def _answers(
        self, there: asyncio.StreamReader, writer: asyncio.StreamWriter, committing: asyncio.Event
    ) -> None:
        """Pass on what PostgreSQL answers, to the end or to the answer that is to be kept."""
        kept = b""
        while block := await there.read(BLOCK):
            if committing.is_set():
                kept += block
                if COMMITTED in kept:
                    return
                continue
            writer.write(block)
            await writer.drain()

    def _due(self) -> Cut | None:
        self.commits += 1
        self._left -= 1
        if self._cut is None or self._left > 0:
            return None
        cut, self._cut = self._cut, None
        self.cuts += 1
        return cut


@asynccontextmanager
async def open_commit_proxy(socket: Path) -> AsyncIterator[CommitProxy]:
    """Listen on a port of loopback and relay to the PostgreSQL behind `socket`."""
    proxy = CommitProxy(socket)
    server = await asyncio.start_server(proxy.relay, "127.0.0.1", 0)
    proxy.url = f"postgresql://postgres@127.0.0.1:{server.sockets[0].getsockname()[1]}/postgres"
    try:
        yield proxy
    finally:
        server.close()
