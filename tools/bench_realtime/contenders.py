"""Who is compared: ours twice, and the peers that can be had here."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bench_realtime.dialects import DIALECTS, Dialect
from tools.bench_realtime.server_process import ServerProcess, python, running

_NODE = Path(__file__).parent / "servers" / "node"
_NODE_PACKAGES = Path("build/bench_realtime/node")


@dataclass(frozen=True)
class Contender:
    """A server; `dialect` is what it speaks. `missing`: why it cannot be run here, or empty."""

    name: str
    command: tuple[str, ...]
    dialect_name: str = "plain"
    missing: str = ""

    @property
    def dialect(self) -> Dialect:
        """How to talk to it."""
        return DIALECTS[self.dialect_name]

    @asynccontextmanager
    async def serve(self, redis_url: str) -> AsyncIterator[ServerProcess]:
        """Yield its process, new, with `redis_url` for its fan-out."""
        command = [redis_url if word == "REDIS_URL" else word for word in self.command]
        modules = os.fspath((_NODE_PACKAGES / "node_modules").resolve())
        async with running(command, {"NODE_PATH": modules}) as server:
            yield server


def _python(name: str, module: str, needs: str = "") -> Contender:
    missing = f"needs {needs}: make install-bench" if needs and not _has(needs) else ""
    return Contender(name, tuple(python(f"servers.{module}", "REDIS_URL")), missing=missing)


def _has(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def _ours(name: str, transport: str) -> Contender:
    command = python("servers.ours", "REDIS_URL", transport)
    return Contender(name, tuple(command), dialect_name="centrifuge")


OURS = _ours("ours", "protocol")
OURS_IN_STARLETTE = _ours("ours, uvicorn's sansio", "starlette")
PLAIN_ASGI = _python("plain ASGI", "plain_asgi")
NODE = "Node ws"


def node() -> Contender:
    """Node's `ws`, its packages brought by npm once into build/."""
    command = ("node", os.fspath(_NODE / "server.js"), "REDIS_URL")
    return Contender(NODE, command, missing=_bring_node_packages())


def _bring_node_packages() -> str:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not here"
    lock = (_NODE / "package-lock.json").read_bytes()
    brought = _NODE_PACKAGES / "node_modules" / ".brought"
    if brought.exists() and brought.read_bytes() == lock:
        return ""
    _NODE_PACKAGES.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_NODE / name, _NODE_PACKAGES)
    npm = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    if subprocess.run(npm, cwd=_NODE_PACKAGES, check=False, timeout=120).returncode:
        return "npm could not bring its packages"
    brought.write_bytes(lock)
    return ""


def contenders() -> list[Contender]:
    """Return all, ours first."""
    return [
        OURS,
        OURS_IN_STARLETTE,
        node(),
        _python("picows", "picows_alone", needs="picows"),
        _python("websockets alone", "websockets_alone"),
        PLAIN_ASGI,
        _python("Starlette", "starlette_sends"),
        _python("Starlette, queue and task", "starlette_queues"),
    ]
