"""Real server processes, to be killed: each `dorandoran serve` on a port of its own."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import psutil
import pytest

from app.platform.database import parse_address
from app.platform.embedded_postgres import EmbeddedPostgres
from app.platform.embedded_redis import EmbeddedRedis
from tests.app.processes import environment, free_port, run
from tests.data_key import DATA_KEY
from tests.upstream import Script, Upstream

READY_SECONDS = 90
SERVE = ("app.cli", "serve")


@dataclass
class ServerProcess:
    """A running `dorandoran serve`."""

    url: str
    process: asyncio.subprocess.Process

    def kill(self) -> None:
        """End it as a machine's loss does: nothing is said to anybody."""
        self.process.send_signal(signal.SIGKILL)

    def pause(self) -> None:
        """Let it stand still, as a machine that is moved or out of memory does."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on where it stood still."""
        self.process.send_signal(signal.SIGCONT)

    async def terminate(self) -> int:
        """Ask it to drain; return its exit code."""
        self.process.terminate()
        return await self.process.wait()


@dataclass
class StartServer:
    """Starts server processes on the test's database and Redis; settings by their names."""

    settings: dict[str, object]
    started: list[ServerProcess] = field(default_factory=list)

    @asynccontextmanager
    async def __call__(
        self, module: tuple[str, ...] = SERVE, /, **settings: object
    ) -> AsyncIterator[ServerProcess]:
        """Start one; `module` is what Python runs, with its arguments."""
        port = free_port()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *module,
            env=environment(
                **{
                    **{
                        name.upper(): value for name, value in {**self.settings, **settings}.items()
                    },
                    "PORT": port,
                    "METRICS_PORT": port + 1000,
                }
            ),
        )
        server = ServerProcess(f"http://127.0.0.1:{port}", process)
        self.started.append(server)
        try:
            await _ready(server)
            yield server
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    @asynccontextmanager
    async def several(self, count: int, **settings: object) -> AsyncIterator[list[ServerProcess]]:
        """Start `count` of them at once."""
        async with AsyncExitStack() as stack:
            async with asyncio.TaskGroup() as group:
                starting = [
                    group.create_task(stack.enter_async_context(self(**settings)))
                    for _ in range(count)
                ]
            yield [one.result() for one in starting]


@pytest.fixture
def start_server(database: str, empty_redis: str, run_directory: Path) -> StartServer:
    """Start server processes whose learners may write as much as they like."""
    return StartServer(
        {
            "database_url": database,
            "redis_url": empty_redis,
            "data_dir": run_directory / "data",
            "data_key": DATA_KEY,
            "log_level": "warning",
            "messages_per_minute": 6000,
            "turns_waiting": 50,
        }
    )


async def _ready(server: ServerProcess) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(READY_SECONDS):
        while True:
            assert server.process.returncode is None, "the server ended before it was ready"
            with suppress(aiohttp.ClientConnectionError):  # it does not listen yet
                async with http.get(f"{server.url}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.05)


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    """A model that speaks for three seconds."""
    async with Upstream() as server:
        server.script = Script(tokens=80, interval=0.04)
        yield server


@pytest.fixture
def short_directory() -> Iterator[Path]:
    """A directory for one test's own servers; short, because unix sockets live in it."""
    with TemporaryDirectory(prefix="dorandoran-test-") as directory:
        yield Path(directory)


class OwnRedis:
    """A Redis that a test may stop, start and pause."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._server = EmbeddedRedis.start(directory)
        self.url = self._server.url

    def stop(self) -> None:
        """End it; what it held is gone."""
        self._server.stop()

    def start(self) -> None:
        """Start it again at the same address, with nothing in it."""
        self._server = EmbeddedRedis.start(self._directory)
        assert self._server.url == self.url

    @property
    def process_id(self) -> int:
        return self._server.process_id


@pytest.fixture
def own_redis(short_directory: Path) -> Iterator[OwnRedis]:
    server = OwnRedis(short_directory / "redis")
    yield server
    server.stop()


class OwnPostgres:
    """A migrated PostgreSQL that a test may restart, or let stand still."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._server = EmbeddedPostgres.start(directory)
        self.url = self._server.url

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return Path(parse_address(self.url)["host"]) / ".s.PGSQL.5432"

    def restart(self) -> None:
        """Stop it, which ends every connection, and start it again at the same address."""
        self._server.stop()
        self._server = EmbeddedPostgres.start(self._directory)
        assert self._server.url == self.url

    def stop(self) -> None:
        self._server.stop()

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Freeze it and its sessions, as a machine's loss does: nobody is refused or answered."""
        with frozen(self._server.process_id):
            yield


@contextmanager
def frozen(process_id: int) -> Iterator[None]:
    """Let a process and those that it started stand still."""
    first = psutil.Process(process_id)
    # Itself before all others, so that it starts no more of them.
    first.suspend()
    stopped = [first]
    try:
        for child in first.children(recursive=True):
            child.suspend()
            stopped.append(child)
        yield
    finally:
        for each in reversed(stopped):
            with suppress(psutil.NoSuchProcess):
                each.resume()


@pytest.fixture
async def own_postgres(short_directory: Path) -> AsyncIterator[OwnPostgres]:
    server = OwnPostgres(short_directory / "postgres")
    code, _, complained = await run("migrate", cwd=short_directory, DATABASE_URL=server.url)
    assert code == 0, complained
    yield server
    server.stop()


Stopwatch = Callable[[], float]


def stopwatch() -> Stopwatch:
    """Return what tells the seconds since now."""
    began = time.monotonic()
    return lambda: time.monotonic() - began
