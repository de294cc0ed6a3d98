"""One server: it waits for its schema, answers, and at a signal drains and ends."""

import json
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from app.platform.database import connect
from app.platform.listening import PortInUseError
from app.platform.migration import migrate
from app.platform.settings import Settings
from app.serve import prepare
from tests.app.processes import dorandoran, free_port


@pytest.fixture
async def empty_database(postgres_url: str) -> AsyncIterator[str]:
    connection = await connect(postgres_url)
    await connection.execute("CREATE DATABASE served")
    yield postgres_url.replace("/postgres?", "/served?")
    await connection.execute("DROP DATABASE served WITH (FORCE)")
    await connection.close()


@pytest.mark.processes
async def test_a_server_waits_for_its_schema_then_answers_and_drains_at_a_signal(
    tmp_path: Path, empty_database: str, redis_url: str
) -> None:
    port = free_port()
    addresses = {"DATABASE_URL": empty_database, "REDIS_URL": redis_url}
    async with dorandoran("serve", cwd=tmp_path, PORT=port, **addresses) as server:
        await server.says("waiting_for_migrations")
        await migrate(empty_database)
        await server.says("serving")
        async with aiohttp.ClientSession() as http:
            async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                assert answer.status == 200
            async with http.get(f"http://127.0.0.1:{port + 1000}/metrics") as figures:
                assert "dorandoran_sockets_open 0.0" in await figures.text()
        server.process.send_signal(signal.SIGTERM)
        assert await server.ends() == 0
        told = [line for line in server.complained if '"process": "server"' in line]
        assert told == server.complained
        events = [json.loads(line)["event"] for line in told]
        assert events[-3:] == ["draining", "broker_link", "stopped"]


def test_a_taken_port_is_said_before_korean_is_loaded(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.korean.load", lambda: pytest.fail("loaded"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = settings.model_copy(update={"port": other.getsockname()[1]})
        with pytest.raises(PortInUseError):
            prepare(taken)
