"""A client of the streaming transports, as bare as the protocol: lines down, posts up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import msgspec


class StreamClient:
    """Reads the objects of a stream, and posts frames beside it."""

    def __init__(self, http: aiohttp.ClientSession, response: aiohttp.ClientResponse) -> None:
        self.http = http
        self.response = response
        self.connected: dict[str, Any] = {}
        self._lines: list[bytes] = []

    async def next(self) -> Any:
        """The next object, which must come within five seconds."""
        async with asyncio.timeout(5):
            while not self._lines:
                raw = await self.response.content.readline()
                if not raw:
                    raise EOFError
                line = raw.removeprefix(b"data: ").strip()
                if line:
                    self._lines.append(line)
        return msgspec.json.decode(self._lines.pop(0))

    async def until(self, name: str) -> Any:
        """The next object of this kind; others before it are dropped."""
        while True:
            found = await self.next()
            body = found.get("push", found)
            if name in body:
                return body[name]

    async def post(self, frame: str, url: str, **changed: Any) -> int:
        """Send a frame through any node; return the status."""
        body = {"session": self.connected["session"], "node": self.connected["node"], "data": frame}
        async with self.http.post(f"{url}/emulation", json=body | changed) as answer:
            assert await answer.read() == b"" or answer.status != 204
            return answer.status


@asynccontextmanager
async def http_stream(url: str, first: str) -> AsyncIterator[StreamClient]:
    """Connect by http_stream with this first frame."""
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{url}/connection/http_stream", data=first) as response,
    ):
        yield StreamClient(http, response)


@asynccontextmanager
async def server_sent_events(url: str, first: str) -> AsyncIterator[StreamClient]:
    """Connect by Server-Sent Events with this first frame."""
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{url}/connection/sse", params={"cf_connect": first}) as response,
    ):
        yield StreamClient(http, response)
