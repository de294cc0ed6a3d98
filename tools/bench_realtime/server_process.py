"""A server under test: a process of its own on a core of its own, with what it uses."""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

START_SECONDS = 20.0
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_SETTLED_KIB = 64


def cores() -> tuple[int, int]:
    """Return the server's core and everybody else's; the same where there is one."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[-1]


class ServerProcess:
    """What is measured of a running server."""

    def __init__(self, process_id: int, port: int) -> None:
        self.process_id = process_id
        self.port = port

    def cpu_seconds(self) -> float:
        """CPU time of all its threads, user and system (clock_getcpuclockid(3))."""
        return time.clock_gettime((~self.process_id << 3) | 2)

    def memory_kib(self) -> int:
        """Its proportional set size: what it shares with others counts in part."""
        rollup = Path(f"/proc/{self.process_id}/smaps_rollup").read_text(encoding="ascii")
        found = _PSS.search(rollup)
        assert found is not None
        return int(found[1])

    async def settled_memory_kib(self, seconds: float = 3.0) -> int:
        """Its memory once that moves no more, or after `seconds`."""
        end = time.monotonic() + seconds
        before = self.memory_kib()
        while True:
            await asyncio.sleep(0.15)
            now = self.memory_kib()
            if abs(now - before) < _SETTLED_KIB or time.monotonic() > end:
                return now
            before = now


@asynccontextmanager
async def running(
    command: Sequence[str], environment: dict[str, str] | None = None
) -> AsyncIterator[ServerProcess]:
    """Start a program that prints `listening PORT`, on the server's core; kill it at the end.

    Raises:
        RuntimeError: it ended before it listened; its own words are on standard error.

    """
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": ".", **(environment or {})},
    )
    try:
        os.sched_setaffinity(process.pid, {cores()[0]})
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            line = await process.stdout.readline()
        word, _, port = line.decode().partition(" ")
        if word != "listening":
            raise RuntimeError(f"{' '.join(command)} did not start: see its own words above")
        yield ServerProcess(process.pid, int(port))
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this benchmark."""
    return [sys.executable, "-m", f"tools.bench_realtime.{module}", *arguments]
