"""A server that owns its signals: asked to stop, it drains first, and serves until that is over."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from realtime.transports.uvicorn_server import DrainingServer


async def hello(_request: Request) -> Response:
    return PlainTextResponse("hello")


WEB = Starlette(routes=[Route("/", hello)])
Serve = Callable[[Callable[[], Awaitable[None]]], AbstractAsyncContextManager[str]]


@pytest.fixture
def serve() -> Serve:
    """Serve until asked to stop; leaving the block waits for the end."""

    @asynccontextmanager
    async def serving(drain: Callable[[], Awaitable[None]]) -> AsyncIterator[str]:
        config = uvicorn.Config(WEB, log_config=None, lifespan="off")
        server = DrainingServer(config, drain=drain)
        listener = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            group.create_task(server.serve_until_stopped(listener))
            async with httpx2.AsyncClient() as client:
                await client.get(url)
            yield url

    return serving


def ask_to_stop(number: signal.Signals = signal.SIGTERM) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_while_it_drains_and_ends_when_the_drain_is_over(
    serve: Serve, number: signal.Signals
) -> None:
    draining, drained = asyncio.Event(), asyncio.Event()

    async def drain() -> None:
        draining.set()
        await drained.wait()

    async with serve(drain) as url, httpx2.AsyncClient() as client:
        assert (await client.get(url)).text == "hello"
        ask_to_stop(number)
        await draining.wait()
        assert (await client.get(url)).text == "hello"
        drained.set()
    async with httpx2.AsyncClient() as client:
        with pytest.raises(httpx2.ConnectError):
            await client.get(url)


async def test_a_second_signal_ends_it_without_waiting_for_the_drain(serve: Serve) -> None:
    draining, cancelled = asyncio.Event(), False

    async def drain() -> None:
        nonlocal cancelled
        draining.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled = True
            raise

    async with serve(drain):
        ask_to_stop()
        await draining.wait()
        ask_to_stop()
    assert cancelled


async def test_the_signals_are_given_back(serve: Serve) -> None:
    async def drain() -> None:
        """Nothing runs."""

    async with serve(drain):
        ask_to_stop()
    loop = asyncio.get_running_loop()
    assert not loop.remove_signal_handler(signal.SIGTERM)
    assert not loop.remove_signal_handler(signal.SIGINT)
