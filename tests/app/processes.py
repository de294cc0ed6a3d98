"""Commands as a person runs them: processes of their own, in their own place, with their ports."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from app.platform.listening import PortInUseError, open_listener
from app.platform.settings import Settings


def free_port() -> int:
    """Return a port whose metrics' ports are free too."""
    while True:
        with open_listener("127.0.0.1", 0) as listener:
            port: int = listener.getsockname()[1]
        try:
            for beyond in (1000, 2000, 2001):
                open_listener("127.0.0.1", port + beyond).close()
        except PortInUseError:
            continue
        if port <= 63_534:
            return port


def environment(**settings: object) -> dict[str, str]:
    """Return this process's environment with no settings but these."""
    names = {name.upper() + end for name in Settings.model_fields for end in ("", "_FILE")}
    bare = {name: value for name, value in os.environ.items() if name.upper() not in names}
    return {**bare, "PYTHONPATH": str(Path(__file__).parents[2]), **_text(settings)}


def _text(settings: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in settings.items()}


@dataclass
class Command:
    """A running `dorandoran`, with what it has said so far."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)
    complained: list[str] = field(default_factory=list)

    async def says(self, text: str, *, seconds: float = 45) -> str:
        """Wait for a line with `text`, on either output, and return it."""
        async with asyncio.timeout(seconds):
            while True:
                for line in (*self.said, *self.complained):
                    if text in line:
                        return line
                if self.process.returncode is not None:
                    raise AssertionError(f"ended without {text!r}: {self.said} {self.complained}")
                await asyncio.sleep(0.01)

    async def ends(self, *, seconds: float = 45) -> int:
        """Wait for its end and return its exit code."""
        async with asyncio.timeout(seconds):
            return await self.process.wait()

    def family(self) -> list[psutil.Process]:
        """Return the processes that it started, and theirs."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def child(self, *words: str) -> psutil.Process:
        """Return the one child whose command line has these words."""
        (found,) = (one for one in self.family() if set(words) <= set(one.cmdline()))
        return found


async def _read(stream: asyncio.StreamReader | None, lines: list[str]) -> None:
    if stream is None:
        raise ValueError("this output is not read")
    while line := await stream.readline():
        lines.append(line.decode().rstrip())


@asynccontextmanager
async def dorandoran(*arguments: str, cwd: Path, **settings: object) -> AsyncIterator[Command]:
    """Run `dorandoran` in `cwd`, without a `.env` of ours; what still runs at the end is killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        *arguments,
        cwd=cwd,
        env=environment(**settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    command = Command(process)
    async with asyncio.TaskGroup() as group:
        readers = [
            group.create_task(_read(process.stdout, command.said)),
            group.create_task(_read(process.stderr, command.complained)),
        ]
        try:
            yield command
        finally:
            if process.returncode is None:
                left = [*command.family(), psutil.Process(process.pid)]
                for one in left:
                    if one.is_running():
                        one.send_signal(signal.SIGKILL)
                await process.wait()
            for reader in readers:
                reader.cancel()


async def run(
    *arguments: str, cwd: Path, given: str = "", **settings: object
) -> tuple[int, str, str]:
    """Run `dorandoran` to its end; return its exit code and what it said on both outputs.

    `given` is what it reads from its standard input.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        *arguments,
        cwd=cwd,
        env=environment(**settings),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(45):
        said, complained = await process.communicate(given.encode())
    return process.returncode or 0, said.decode(), complained.decode()
