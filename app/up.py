"""`dorandoran up`: embedded servers where none are set, migrations, server and workers, one run."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

import aiohttp

from app.platform.data_directory import hold_data_directory
from app.platform.database import check_database
from app.platform.embedded_postgres import EmbeddedPostgres
from app.platform.embedded_redis import EmbeddedRedis
from app.platform.listening import open_listener
from app.platform.migration import migrate
from app.platform.redis import check_redis
from app.platform.secret_files import without_files
from app.platform.settings import Settings
from app.platform.supervisor import Children, RunEndedError
from app.web.development_mails import PATH, is_shown

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
READY_SECONDS = 90.0
READY_LOOK_SECONDS = 0.05
# Beyond the drain itself: closing sockets and the database.
SERVER_STOP_SECONDS = 15.0
# Beyond the longest job that a worker waits for (workers/queues.py).
WORKER_STOP_SECONDS = 40.0


async def run_everything(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Run everything until Ctrl-C. What is in the way is raised, saying in one line what to do."""
    _refuse_taken_ports(settings)
    children = Children()
    with _stop_asked(children) as stop:
        async with _addresses(settings) as addresses, _stopped_at_the_end(children):
            given = without_files(tuple(addresses))
            environment = {**given, **addresses, "PORT": str(settings.port)}
            await children.start(
                "server",
                ["serve", "--supervised"],
                environment,
                stop_seconds=settings.drain_seconds + SERVER_STOP_SECONDS,
            )
            # The server loads the Korean model meanwhile and waits for the schema.
            await migrate(addresses["DATABASE_URL"])
            await _start_workers(children, environment)
            await _first_of(_until_ready(settings), children.raise_when_one_ends(), stop.wait())
            if not stop.is_set():
                say(_banner(settings))
                await _first_of(children.raise_when_one_ends(), stop.wait())
            say("stopping ...")


async def both_workers() -> None:
    """Run a worker for each queue until a signal comes."""
    children = Children()
    with _stop_asked(children) as stop:
        async with _stopped_at_the_end(children):
            await _start_workers(children, dict(os.environ))
            await _first_of(children.raise_when_one_ends(), stop.wait())


async def _start_workers(children: Children, environment: dict[str, str]) -> None:
    for queue in ("on-demand", "batch"):
        await children.start(
            f"{queue} worker",
            ["worker", "--queue", queue, "--supervised"],
            environment,
            stop_seconds=WORKER_STOP_SECONDS,
        )


def _refuse_taken_ports(settings: Settings) -> None:
    """Fail now where a port is taken, not after half a run was started."""
    open_listener(settings.host, settings.port).close()
    worker = settings.worker_metrics_port
    for port in (settings.server_metrics_port, worker, worker + 1):
        open_listener(settings.host, port, setting="METRICS_PORT").close()


def _banner(settings: Settings) -> str:
    tutor = settings.openai_model if settings.uses_a_model else "the offline tutor"
    return (
        f"\n  DoranDoran is ready:  {settings.address}\n"
        f"  answering:            {tutor}\n"
        f"{_mails(settings)}"
        "  to stop:              Ctrl-C\n"
    )


def _mails(settings: Settings) -> str:
    if not is_shown(settings):
        return ""
    # Never PUBLIC_URL: they are shown to this machine alone.
    return f"  e-mails:              http://localhost:{settings.port}{PATH}\n"


@asynccontextmanager
async def _addresses(settings: Settings) -> AsyncIterator[dict[str, str]]:
    """Hold PostgreSQL and Redis: those that are set, else embedded ones."""
    async with AsyncExitStack() as stack:
        if settings.database_url is None or settings.redis_url is None:
            stack.enter_context(hold_data_directory(settings.data_dir))
        if settings.database_url is None:
            database = await asyncio.to_thread(
                EmbeddedPostgres.start, settings.data_dir / "postgres"
            )
            stack.push_async_callback(asyncio.to_thread, database.stop)
            database_url = database.url
        else:
            database_url = settings.database_url.get_secret_value()
            await check_database(database_url)
        if settings.redis_url is None:
            redis = await asyncio.to_thread(EmbeddedRedis.start, settings.data_dir / "redis")
            stack.push_async_callback(asyncio.to_thread, redis.stop)
            redis_url = redis.url
        else:
            redis_url = settings.redis_url.get_secret_value()
            await check_redis(redis_url)
        yield {"DATABASE_URL": database_url, "REDIS_URL": redis_url}


@asynccontextmanager
async def _stopped_at_the_end(children: Children) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await children.stop()


@contextmanager
def _stop_asked(children: Children) -> Iterator[asyncio.Event]:
    """Set the event when Ctrl-C, SIGTERM or a closed terminal asks; a second time hurries."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def asked() -> None:
        if stop.is_set():
            children.hurry()
        stop.set()

    # `nohup` has us ignore the closed terminal, and that stays so.
    nohup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    heard = [one for one in STOP_SIGNALS if not (nohup and one is signal.SIGHUP)]
    for number in heard:
        loop.add_signal_handler(number, asked)
    try:
        yield stop
    finally:
        for number in heard:
            loop.remove_signal_handler(number)


async def _first_of(*works: Coroutine[Any, Any, Any]) -> None:
    """Run `works` together until the first is over; raise what it raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _until_ready(settings: Settings) -> None:
    """Return when `/readyz` says so. Raises `RunEndedError` where it does not in time."""
    url = f"http://{_own_host(settings.host)}:{settings.port}/readyz"
    try:
        async with asyncio.timeout(READY_SECONDS), aiohttp.ClientSession() as client:
            while True:
                if await _is_ready(client, url):
                    return
                await asyncio.sleep(READY_LOOK_SECONDS)
    except TimeoutError as error:
        raise RunEndedError(
            f"the server was not ready within {READY_SECONDS:.0f} s: {url} says why"
        ) from error


async def _is_ready(client: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with client.get(url) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        # Not listening yet: the Korean model loads first.
        return False


def _own_host(host: str) -> str:
    """Return where this machine reaches a server that listens on `host`."""
    own = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 # nosec B104 - only compared
    return f"[{own}]" if ":" in own else own
