"""The example as a mobile developer runs it first: a process, over HTTP and the socket."""

import asyncio
import json
import sys
from pathlib import Path

from tests.app.processes import environment, free_port
from tests.e2e.conftest import RunServer

CHAT = Path(__file__).parents[2] / "examples" / "chat.py"
SECONDS = 40


async def chat(*arguments: str) -> tuple[int | None, str, str]:
    """Run the example to its end; return its exit code and what it said on both outputs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(CHAT),
        *arguments,
        env=environment(PYTHONIOENCODING="utf-8"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(SECONDS):
            said, complained = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, said.decode(), complained.decode()


async def test_one_message_is_followed_to_the_end_of_its_turn(run_server: RunServer) -> None:
    async with run_server() as server:
        code, said, complained = await chat(
            "밥 먹었어?", "--persona", "boss", "--closeness", "1", "--url", server.url
        )
    assert (code, complained) == (0, "")
    lines = said.splitlines()
    for part in ("persona    ", "feedback   ✗ corrected:", "words      ", "reply      "):
        assert [line for line in lines if line.startswith(part)], f"{part!r} is not in {said}"


async def test_as_json_each_line_is_an_event_and_the_last_one_ends_the_turn(
    run_server: RunServer,
) -> None:
    async with run_server() as server:
        code, said, _ = await chat("안녕! 뭐 해?", "--json", "--url", server.url)
    assert code == 0
    kinds = [json.loads(line)["type"] for line in said.splitlines()]
    assert kinds[-1] == "turn.completed"
    assert {"feedback.ready", "reply.started", "reply.completed"} <= set(kinds)


async def test_what_the_server_refuses_is_said_in_one_line(run_server: RunServer) -> None:
    async with run_server() as server:
        code, _, complained = await chat("안녕", "--persona", "nobody", "--url", server.url)
    assert code == 1
    (line,) = complained.splitlines()
    assert line.startswith("refused: ")


async def test_where_nothing_answers_the_example_says_so() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    code, said, complained = await chat("안녕", "--url", url)
    assert (code, said) == (1, "")
    assert complained == f"nothing answers at {url}: is `make run` running?\n"
