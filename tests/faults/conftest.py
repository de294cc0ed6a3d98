"""Real server processes, to be killed: each `dorandoran serve` on a port of its own."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.data_key import DATA_KEY

READY_SECONDS = 40


@dataclass
class ServerProcess:
    """A running `dorandoran serve`."""

    url: str
    process: asyncio.subprocess.Process

    def kill(self) -> None:
        """End it as a machine's loss does: nothing is said to anybody."""
        self.process.send_signal(signal.SIGKILL)

    async def terminate(self) -> int:
        """Ask it to drain; return its exit code."""
        self.process.terminate()
        return await self.process.wait()


StartServer = Callable[..., AbstractAsyncContextManager[ServerProcess]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def start_server(database: str, empty_redis: str, run_directory: Path) -> StartServer:
    """Start a server process on the test's database and Redis; settings by their names."""

    @asynccontextmanager
    async def start(**settings: object) -> AsyncIterator[ServerProcess]:
        port = free_port()
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "REDIS_URL": empty_redis,
            "DATA_DIR": str(run_directory / "data"),
            "DATA_KEY": DATA_KEY,
            "PORT": str(port),
            "METRICS_PORT": str(free_port()),
            "LOG_LEVEL": "warning",
            **{name.upper(): str(value) for name, value in settings.items()},
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app.cli", "serve", env=environment
        )
        server = ServerProcess(f"http://127.0.0.1:{port}", process)
        try:
            await _ready(server)
            yield server
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    return start


async def _ready(server: ServerProcess) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(READY_SECONDS):
        while True:
            assert server.process.returncode is None, "the server ended before it was ready"
            try:
                async with http.get(f"{server.url}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)
