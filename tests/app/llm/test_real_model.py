"""The same door before a real model: llama.cpp's own server, as `make model` starts it."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from app.llm import BadAnswer, Call, Message, Models, Outcome, Route
from tests.app.llm.door import CALL, Colour, Ledger

pytestmark = pytest.mark.model

SERVER = Path(__file__).parents[3] / "tools" / "model_server.py"
START_SECONDS = 45
SLOTS = 4  # of the server
LONG = Call("long")
QUESTION = (Message("user", "안녕? 오늘 뭐 했어?"),)


@pytest.fixture(scope="module")
async def base_url() -> AsyncIterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SERVER),
        env={**os.environ, "MODEL_PORT": str(port)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode()
        assert line.startswith("OPENAI_BASE_URL="), line
        yield line.strip().removeprefix("OPENAI_BASE_URL=")
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


@pytest.fixture
async def models(base_url: str, ledger: Ledger) -> AsyncIterator[Models]:
    short = Route(base_url, "gemma-3-270m", max_tokens=24, temperature=0.0)
    async with Models(
        {CALL.agent: short, LONG.agent: replace(short, max_tokens=3000)},
        ledger,
        clock=time.monotonic,
        now=lambda: datetime.now(UTC),
        random=Random(1),
    ) as door:
        yield door


async def test_a_reply_streams_in_and_is_counted(models: Models, ledger: Ledger) -> None:
    async with models.stream(QUESTION, CALL) as reply:
        pieces = [piece async for piece in reply]
    assert "".join(pieces)
    (row,) = ledger.rows
    assert row.outcome in {Outcome.COMPLETE, Outcome.LENGTH}
    assert 0 < row.tokens.output <= 24
    assert row.tokens.input > 5
    assert not row.tokens.estimated
    assert row.cost_micro_usd is None


async def test_an_answer_is_in_its_schema_or_said_to_be_bad(models: Models, ledger: Ledger) -> None:
    prompt = [Message("user", 'Name a colour as JSON: {"name": "red", "brightness": 5}')]
    outcome = Outcome.COMPLETE
    try:
        assert isinstance(await models.answer(prompt, Colour, CALL), Colour)
    except BadAnswer as error:
        outcome = error.outcome
    assert [row.outcome for row in ledger.rows] == [outcome]
    assert ledger.rows[0].tokens.output > 0


async def test_leaving_frees_the_model(models: Models, ledger: Ledger) -> None:
    """All slots get replies of more than a minute and are left; the next one waits for none."""

    async def start_and_leave() -> None:
        async with models.stream(QUESTION, LONG) as reply:
            await anext(reply)

    async with asyncio.TaskGroup() as group:
        for _ in range(SLOTS):
            group.create_task(start_and_leave())
    async with asyncio.timeout(10), models.stream(QUESTION, CALL) as reply:
        assert "".join([piece async for piece in reply])
    assert ledger.outcomes[:SLOTS] == ["cancelled"] * SLOTS


async def test_its_list_of_models_is_a_probe(models: Models) -> None:
    assert await models.probe(CALL.agent) == "gemma-3-270m"
