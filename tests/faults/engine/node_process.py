"""Nodes of the engine as processes of their own, on one Redis."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

CONFIGURATION = """
insecure = true
log_level = "warning"

[broker]
type = "redis"
redis = "{redis}"

[server_api]
key = "key"

[limits]
connections_per_user = 1000
handshake_rate = 0

[without_namespace]
history_size = 10000
history_ttl = "60s"
force_recovery = true
presence = true
join_leave = true
"""


@dataclass
class NodeProcess:
    """A running `python -m realtime`."""

    url: str
    process: asyncio.subprocess.Process

    def kill(self) -> None:
        """End it as a machine's loss does."""
        self.process.send_signal(signal.SIGKILL)

    async def terminate(self) -> int:
        """Ask it to drain; return its exit code."""
        self.process.terminate()
        return await self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def node_process(directory: Path, redis: str) -> AsyncIterator[NodeProcess]:
    """Start a node on `redis`, an address, and wait until it answers; in the end it is killed."""
    configuration = directory / "engine.toml"
    configuration.write_text(CONFIGURATION.format(redis=redis), encoding="utf-8")
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "realtime", "--config", str(configuration), "--port", str(port)),
        cwd=Path(__file__).parents[3],
    )
    node = NodeProcess(f"http://127.0.0.1:{port}", process)
    try:
        await _ready(node)
        yield node
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ready(node: NodeProcess) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(20):
        while True:
            assert node.process.returncode is None, "the node ended before it was ready"
            try:
                async with http.get(f"{node.url}/health") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)
