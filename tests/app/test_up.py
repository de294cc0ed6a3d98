"""`dorandoran up`: one command runs everything, and one Ctrl-C ends it."""

import asyncio
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import psutil
import pytest
from pydantic import SecretStr

from app.platform.database import DatabaseUnreachableError, connect
from app.platform.listening import PortInUseError
from app.platform.settings import Settings
from app.up import run_everything
from tests.app.processes import Command, dorandoran, free_port, run

pytestmark = [pytest.mark.processes, pytest.mark.timeout(150)]

READY = "DoranDoran is ready"


@pytest.fixture
def place() -> Iterator[Path]:
    # Short, because sockets live below it; entered by root's PostgreSQL.
    with tempfile.TemporaryDirectory(prefix="dd-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture
async def other_database(postgres_url: str) -> AsyncIterator[str]:
    """An empty database beside the tests' own."""
    connection = await connect(postgres_url)
    await connection.execute("CREATE DATABASE beside")
    yield postgres_url.replace("/postgres?", "/beside?")
    await connection.execute("DROP DATABASE beside WITH (FORCE)")
    await connection.close()


async def guest(port: int) -> str:
    """Sign a guest up, and return the access token."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
        async with http.get("/") as page:
            assert "<title>" in await page.text()
        body = {"nickname": "샘", "birth_year": 1995}
        async with http.post("/api/v1/guests", json=body) as answer:
            assert answer.status == 201
            token: str = (await answer.json())["access_token"]
            return token


async def me(port: int, token: str) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=headers) as http,
        http.get("/api/v1/me") as answer,
    ):
        assert answer.status == 200
        person: dict[str, object] = await answer.json()
        return person


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


async def until_gone(processes: Iterable[psutil.Process]) -> None:
    async with asyncio.timeout(30):
        while True:
            if all(map(is_gone, processes)):
                return
            await asyncio.sleep(0.02)


async def test_a_run_ends_cleanly_keeps_its_data_and_takes_over_from_one_that_was_killed(
    place: Path, other_database: str, redis_url: str
) -> None:
    port = free_port()
    async with (
        dorandoran("up", cwd=place, PORT=port, DATA_DIR="data") as first,
        a_run_with_addresses_of_its_own(place, other_database, redis_url),
    ):
        assert str(port) in await first.says(READY)
        assert f":{port}/development/mails" in await first.says("e-mails:")
        token = await guest(port)
        await a_second_run_is_refused(place, taken=port)
        await ends_cleanly(first)
        assert not any("샘" in line or token in line for line in (*first.said, *first.complained))

    async with dorandoran("up", cwd=place, PORT=port, DATA_DIR="data") as second:
        await second.says(READY)
        assert (await me(port, token))["nickname"] == "샘"
        postgres, redis = left = await killed_with_only_its_servers_left(second)

    async with dorandoran("up", cwd=place, PORT=port, DATA_DIR="data") as third:
        await third.says(READY)
        assert not is_gone(postgres)
        assert is_gone(redis)
        assert (await me(port, token))["nickname"] == "샘"
        await ends_when_a_child_is_killed(third)
        await until_gone(left)


@asynccontextmanager
async def a_run_with_addresses_of_its_own(
    place: Path, database_url: str, redis_url: str
) -> AsyncIterator[None]:
    """Another run beside the first, which embeds nothing; it still answers at the end."""
    addresses = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    port = free_port()
    async with dorandoran("up", cwd=place, PORT=port, DATA_DIR="beside", **addresses) as run:
        await run.says(READY)
        assert len([one for one in run.family() if "app.cli" in one.cmdline()]) == 3
        assert {one.name() for one in run.family()}.isdisjoint({"postgres", "redis-server"})
        assert {path.name for path in (place / "beside").iterdir()} == {"keys"}
        yield
        await me(port, await guest(port))
        await ends_cleanly(run)


async def a_second_run_is_refused(place: Path, *, taken: int) -> None:
    for port, advice in ((taken, "set PORT"), (free_port(), "set DATA_DIR")):
        code, said, complaint = await run("up", cwd=place, PORT=port, DATA_DIR="data")
        assert (code, said) == (1, "")
        assert advice in complaint
        assert len(complaint.splitlines()) == 1


async def ends_cleanly(command: Command) -> None:
    family = command.family()
    command.process.send_signal(signal.SIGINT)
    assert await command.ends() == 0
    assert command.said[-1] == "stopping ..."
    assert [one for one in family if not is_gone(one)] == []


async def killed_with_only_its_servers_left(
    command: Command,
) -> tuple[psutil.Process, psutil.Process]:
    """Kill the supervisor; what it started of ours ends by itself, the servers are returned."""
    ours = [one for one in command.family() if "app.cli" in one.cmdline()]
    (redis,) = (one for one in command.family() if one.name() == "redis-server")
    postmaster_id = Path(redis.cwd()).parent / "postgres" / "postmaster.pid"
    postgres = psutil.Process(int(postmaster_id.read_text().split()[0]))
    assert len(ours) == 3
    command.process.kill()
    await command.ends()
    await until_gone(ours)
    assert redis.is_running()
    return postgres, redis


async def ends_when_a_child_is_killed(command: Command) -> None:
    family = command.family()
    command.child("worker", "batch").kill()
    assert await command.ends() == 1
    (line,) = (line for line in command.complained if line.startswith("dorandoran: "))
    assert line == "dorandoran: the batch worker was ended by SIGKILL, and so the run ends"
    assert [one for one in family if not is_gone(one)] == []


async def test_a_taken_port_is_said_before_anything_is_started(
    settings: Settings, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for own in ({"port": port}, {"port": free_port(), "metrics_port": port}):
            changed = settings.model_copy(update={"data_dir": tmp_path / "data", **own})
            with pytest.raises(PortInUseError, match=f":{port} "):
                await run_everything(changed, say=pytest.fail)
    assert not (tmp_path / "data").exists()


async def test_a_database_that_does_not_answer_is_said(settings: Settings, tmp_path: Path) -> None:
    address = SecretStr("postgresql://127.0.0.1:1/doran")
    own = settings.model_copy(
        update={"data_dir": tmp_path, "port": free_port(), "database_url": address}
    )
    with pytest.raises(DatabaseUnreachableError, match="does not answer"):
        await run_everything(own, say=pytest.fail)
