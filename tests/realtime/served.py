"""The engine alone, served in this process from the text of a configuration file."""

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import uvicorn

from realtime.engine import Engine
from realtime.standalone.configuration import Configuration
from realtime.standalone.node import open_node
from realtime.standalone.reading import read_configuration
from realtime.transports.uvicorn_protocol import UvicornProtocol

API_KEY = "the key of these tests"

INSECURE = f"""
insecure = true
subscribe_to_user_personal_channel = true

[tokens]
hmac_secret = "a secret of thirty-two characters"

[server_api]
key = "{API_KEY}"

[without_namespace]
history_size = 10
history_ttl = "60s"
force_recovery = true
presence = true
join_leave = true
force_push_join_leave = true

[[namespaces]]
name = "live"
"""


def configuration_of(text: str) -> Configuration:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "engine.toml"
        path.write_text(text, encoding="utf-8")
        return read_configuration(path)


class Alone:
    """Where it is served, and its engine."""

    def __init__(self, engine: Engine, port: int) -> None:
        self.engine = engine
        self.http = f"http://127.0.0.1:{port}"
        self.url = f"ws://127.0.0.1:{port}/connection/websocket"

    async def api(self, method: str, body: object, **headers: str) -> httpx2.Response:
        """What a request is answered, with the key unless other headers are given."""
        async with httpx2.AsyncClient() as client:
            return await client.post(
                f"{self.http}/api/{method}", json=body, headers=headers or {"X-API-Key": API_KEY}
            )


class _Server(uvicorn.Server):
    """Says when it listens, and stops when told."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.stop = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        await self.stop.wait()


@asynccontextmanager
async def served_alone(text: str = INSECURE) -> AsyncIterator[Alone]:
    """A node with a memory broker until the end of the block."""
    async with open_node(configuration_of(text)) as node, node.engine.running():
        listener = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            node.app,
            ws=UvicornProtocol,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
        )
        server = _Server(config)
        serving = asyncio.create_task(server._serve([listener]))
        async with asyncio.timeout(5):
            await server.listening.wait()
        try:
            yield Alone(node.engine, listener.getsockname()[1])
        finally:
            await node.engine.drain(0)
            server.stop.set()
            async with asyncio.timeout(10):
                await serving
