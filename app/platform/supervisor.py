"""Starting the processes of a run, watching them, and ending them in order."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence

from app.platform.logging import logger

log = logger(__name__)


class RunEndedError(Exception):
    """A process of the run ended by itself, or never came to serve; the run ends with it."""


class Child:
    """One process in a session of its own, so that a terminal's Ctrl-C does not reach it first.

    It is given a pipe as its input, of which we hold the other end: see `end_with_supervisor`.
    """

    def __init__(self, name: str, process: asyncio.subprocess.Process, stop_seconds: float) -> None:
        self.name = name
        self._process = process
        self._stop_seconds = stop_seconds

    @classmethod
    async def start(
        cls,
        name: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        stop_seconds: float,
    ) -> "Child":
        """Start `dorandoran` with `arguments`; it inherits our output.

        `stop_seconds` is the longest time that its `stop` waits before it kills.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.cli",
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            env=dict(environment),
            start_new_session=True,
        )
        return cls(name, process, stop_seconds)

    @property
    def process_id(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self._process.returncode is not None

    async def wait(self) -> int:
        """Wait for its end and return its exit code, the negative of a signal that ended it."""
        return await self._process.wait()

    def ask_to_end(self) -> None:
        """Send it SIGTERM; a second one ends it without draining."""
        if not self.ended:
            self._process.terminate()

    async def stop(self) -> None:
        """Ask it to end, and kill it where it does not in time."""
        self.ask_to_end()
        try:
            async with asyncio.timeout(self._stop_seconds):
                await self._process.wait()
        except TimeoutError:
            log.warning("child_killed", child=self.name)
            self._process.kill()
            await self._process.wait()


class Children:
    """The processes of one run: a server, and the workers it hands work to."""

    def __init__(self) -> None:
        self._children: list[Child] = []

    async def start(
        self,
        name: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        stop_seconds: float,
    ) -> Child:
        """Start one more, as `Child.start` does."""
        child = await Child.start(name, arguments, environment, stop_seconds=stop_seconds)
        self._children.append(child)
        return child

    async def raise_when_one_ends(self) -> None:
        """Wait until one of them ends by itself. Raises `RunEndedError` that names it."""
        waits = {asyncio.ensure_future(child.wait()): child for child in self._children}
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
        task = done.pop()
        raise RunEndedError(f"the {waits[task].name} {_how_it_ended(task.result())}")

    def hurry(self) -> None:
        """Ask all that still run once more: they end without waiting for what runs in them."""
        for child in self._children:
            child.ask_to_end()

    async def stop(self) -> None:
        """End the first one, which hands work to the others, and then these together."""
        first, rest = self._children[:1], self._children[1:]
        for children in (first, rest):
            async with asyncio.TaskGroup() as group:
                for child in children:
                    group.create_task(child.stop())


def _how_it_ended(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}, and so the run ends"
    return f"ended with code {code}: its last line says why"


def end_with_supervisor() -> None:
    """End this process, as SIGTERM does, when the supervisor at its input is gone.

    A supervisor that was killed can end nobody; the kernel closes its end of the pipe.
    """

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            # Nothing is ever said here; what counts is the end.
            continue
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="supervisor watch", daemon=True).start()
