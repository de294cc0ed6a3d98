"""The conversation against a real llama.cpp server: its Korean is nonsense, its protocol real."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.conftest import RunServer
from tests.meeting import MeetLearner

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

MODEL_SERVER = Path(__file__).parents[2] / "tools" / "model_server.py"
TOOLS_READY_SECONDS = 60


@pytest.fixture
async def model_url() -> AsyncIterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(MODEL_SERVER), env={**os.environ, "MODEL_PORT": str(port)}
    )
    url = f"http://127.0.0.1:{port}/v1"
    try:
        async with asyncio.timeout(TOOLS_READY_SECONDS), aiohttp.ClientSession() as http:
            while not await answers(http, url):
                assert process.returncode is None, "the model server ended"
                await asyncio.sleep(0.2)
        yield url
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def answers(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(f"{url}/models") as answer:
            return answer.status == 200
    except aiohttp.ClientConnectionError:
        return False


async def test_a_real_models_reply_streams_through_and_its_answers_are_checked(
    run_server: RunServer, meet: MeetLearner, model_url: str
) -> None:
    async with (
        run_server(openai_base_url=model_url, openai_model="gemma", model_patience=6.0) as server,
        meet(server.url, persona="boss", closeness=1) as learner,
    ):
        sent = await learner.send("밥 먹었어?")
        end = await learner.end_of(sent["turn_id"], seconds=90)

        assert end["type"] == "turn.completed"
        (completed,) = learner.of("reply.completed", sent["turn_id"])
        assert completed["source"] == "model"
        assert learner.streamed(sent["turn_id"]) == completed["text"]
        (feedback,) = learner.of("feedback.ready", sent["turn_id"])
        # Whatever the model said, the engine does not let it pass for right.
        assert feedback["status"] in {"corrected", "failed"}
        (words,) = learner.of("words.ready", sent["turn_id"])
        assert words["status"] in {"ready", "failed"}
