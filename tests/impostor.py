"""One who speaks TLS under a certificate that nobody vouches for, and hopes to be told things."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.certificates import make_certificates


@asynccontextmanager
async def impostor(directory: Path) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Yield its address, `https://localhost:…`, and what it was told."""
    heard: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1))
        writer.close()

    tls = make_certificates(directory).server
    async with await asyncio.start_server(hear, "127.0.0.1", 0, ssl=tls) as server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}", heard
