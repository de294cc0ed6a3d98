"""CPU for each token relayed from an upstream: ours beside the openai library's own streams.

`python -m tools.bench_llm`. The upstream runs in a process of its own; only the client's CPU
counts, opening and closing included. All clients take turns in every round; medians are printed.
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import openai
import uvloop

from app.llm import Call, Message, Models, Route, Usage
from tests.upstream import Script, Upstream, echo

CALL = Call("conversation")
TEXT = "안녕"
ROUNDS = 5


@dataclass(frozen=True)
class Load:
    """`streams` at once of `tokens` each, `interval` seconds between tokens."""

    name: str
    streams: int
    tokens: int
    interval: float


LOADS = [Load("all at once", 10, 400, 0.0), Load("20 ms a token", 40, 100, 0.02)]
Client = Callable[[str], Coroutine[Any, Any, str]]


class Nowhere:
    """A ledger that costs nothing."""

    async def record(self, usage: Usage) -> None:
        """Forget it."""


async def serve() -> None:
    """Be the upstream: one line of address out, one line of load in, until the input ends."""
    async with Upstream() as upstream:
        print(upstream.base_url, flush=True)
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            tokens, interval = line.split()
            upstream.script = Script(tokens=int(tokens), interval=float(interval))
            print("set", flush=True)


@asynccontextmanager
async def clients(base_url: str) -> AsyncIterator[dict[str, Client]]:
    """Yield what is compared, by name: each reads one whole reply."""
    route = Route(base_url, "test", max_tokens=500)
    plain = openai.AsyncOpenAI(base_url=base_url, api_key="none")
    on_aiohttp = openai.AsyncOpenAI(
        base_url=base_url, api_key="none", http_client=openai.DefaultAioHttpClient()
    )
    async with (
        Models(
            {CALL.agent: route},
            Nowhere(),
            clock=time.monotonic,
            now=lambda: datetime.now(UTC),
            random=Random(1),
        ) as models,
        plain,
        on_aiohttp,
    ):

        async def ours(text: str) -> str:
            async with models.stream([Message("user", text)], CALL) as reply:
                return "".join([piece async for piece in reply])

        def library(client: openai.AsyncOpenAI) -> Client:
            async def read(text: str) -> str:
                stream = await client.chat.completions.create(
                    model="test",
                    messages=[{"role": "user", "content": text}],
                    max_tokens=500,
                    stream=True,
                    stream_options={"include_usage": True},
                )
                deltas = [
                    chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices
                ]
                return "".join(deltas)

            return read

        yield {
            "openai streams": library(plain),
            "openai streams on aiohttp": library(on_aiohttp),
            "Models.stream": ours,
        }


async def microseconds_a_token(client: Client, load: Load) -> float:
    """Run a load; return the CPU of this process for each token, in microseconds."""
    before = time.process_time()
    async with asyncio.TaskGroup() as group:
        replies = [group.create_task(client(f"{TEXT}{n}")) for n in range(load.streams)]
    spent = time.process_time() - before
    for number, reply in enumerate(replies):
        assert reply.result() == "".join(echo(f"{TEXT}{number}", load.tokens))
    return spent / (load.streams * load.tokens) * 1e6


async def compare() -> None:
    """Print the table."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tools.bench_llm", "upstream"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    base_url = (await process.stdout.readline()).decode().strip()
    async with clients(base_url) as compared:
        for load in LOADS:
            process.stdin.write(f"{load.tokens} {load.interval}\n".encode())
            assert await process.stdout.readline() == b"set\n"
            figures: dict[str, list[float]] = {name: [] for name in compared}
            for round_number in range(ROUNDS + 1):
                for name, client in compared.items():
                    figure = await microseconds_a_token(client, load)
                    if round_number:  # the first one warms up
                        figures[name].append(figure)
            show(load, figures)
    process.stdin.close()
    await process.wait()


def show(load: Load, figures: dict[str, list[float]]) -> None:
    """Print one load's medians, and how many times ours each is."""
    print(f"{load.name}: {load.streams} streams of {load.tokens} tokens, {ROUNDS} rounds")
    medians = {name: statistics.median(values) for name, values in figures.items()}
    for name, median in medians.items():
        spread = f"{min(figures[name]):.1f} to {max(figures[name]):.1f}"
        ratio = median / medians["Models.stream"]
        print(f"  {name:<28}{median:8.1f} µs a token ({spread}){ratio:7.2f} x")


if __name__ == "__main__":
    uvloop.run(serve() if sys.argv[1:] == ["upstream"] else compare())
