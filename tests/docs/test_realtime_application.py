"""The example of docs/realtime-application.md, run as its reader runs it."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import centrifuge
import pytest

from tests.app.processes import environment, free_port

ROOT = Path(__file__).parents[2]
SERVER, CLIENT = re.findall(
    r"```python\n(.*?)```",
    (ROOT / "docs" / "realtime-application.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


@asynccontextmanager
async def chat(directory: Path, **settings: object) -> AsyncIterator[int]:
    """Save the example and run it; yield its port once it answers."""
    script = directory / "chat.py"
    script.write_text(SERVER, encoding="utf-8")
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(script),
        env=environment(PORT=port, **settings),
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with aiohttp.ClientSession() as http, asyncio.timeout(20):
            while True:
                assert process.returncode is None, "it ended"
                try:
                    async with http.get(f"http://127.0.0.1:{port}/connection/websocket") as answer:
                        assert answer.status == 426
                        break
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)
        yield port
    finally:
        process.kill()
        await process.wait()


async def test_its_client_says_hello_and_counts_who_is_here(tmp_path: Path) -> None:
    async with chat(tmp_path) as port:
        script = tmp_path / "client.py"
        script.write_text(CLIENT.replace(":8000", f":{port}"), encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(script),
            env=environment(PYTHONIOENCODING="utf-8"),
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
    assert said.decode().splitlines() == ["1 ann 안녕하세요!", "1 here"]


async def test_two_of_it_on_one_redis_are_one_chat(tmp_path: Path, empty_redis: str) -> None:
    async with (
        chat(tmp_path, REDIS_URL=empty_redis) as one,
        chat(tmp_path, REDIS_URL=empty_redis) as two,
    ):
        ann, bob = (
            centrifuge.Client(f"ws://127.0.0.1:{port}/connection/websocket", token=token)
            for port, token in ((one, "secret of ann"), (two, "secret of bob"))
        )
        for client in (ann, bob):
            await client.connect()
        room = bob.new_subscription("room:lobby")
        await room.subscribe()
        await room.ready()
        await ann.rpc("say", {"room": "lobby", "text": "안녕!"})
        [kept] = (await room.history(limit=-1)).publications
        assert (kept.data["from"], kept.data["text"]) == ("ann", "안녕!")
        assert [info.user for info in (await room.presence()).clients.values()] == ["bob"]
        with pytest.raises(centrifuge.ReplyError) as refused:
            await ann.rpc("say", {"room": "lobby", "text": ""})
        assert refused.value.code == 422
        for client in (ann, bob):
            await client.disconnect()
