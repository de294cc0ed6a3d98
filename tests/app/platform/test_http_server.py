"""The server owns its signals: asked to stop, it drains first, and serves until that is over."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.platform.http_server import DrainingServer, listen, server_config
from app.platform.listening import PortInUseError
from app.platform.settings import Settings
from realtime.transports.uvicorn_protocol import UvicornProtocol


async def hello(_request: Request) -> Response:
    return PlainTextResponse("hello")


WEB = Starlette(routes=[Route("/", hello)])
Serve = Callable[[Callable[[], Awaitable[None]]], AbstractAsyncContextManager[str]]


async def accepts_connections(host: str, port: int) -> None:
    """Return when the server does; it listens before, and then the connection waits."""
    async with httpx2.AsyncClient() as client:
        await client.get(f"http://{host}:{port}/")


@pytest.fixture
def own(settings: Settings) -> Settings:
    return settings.model_copy(update={"port": 0})


@pytest.fixture
def serve(own: Settings) -> Serve:
    """Serve until asked to stop; leaving the block waits for the end."""

    @asynccontextmanager
    async def serving(drain: Callable[[], Awaitable[None]]) -> AsyncIterator[str]:
        server = DrainingServer(server_config(WEB, own, websocket=UvicornProtocol), drain=drain)
        listener = listen(own)
        host, port = listener.getsockname()
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            group.create_task(server.serve_until_stopped(listener))
            await accepts_connections(host, port)
            yield f"http://{host}:{port}/"

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


async def test_nothing_says_what_the_server_is_made_of(serve: Serve) -> None:
    async def drain() -> None:
        """Nothing runs."""

    async with serve(drain) as url, httpx2.AsyncClient() as client:
        assert "server" not in (await client.get(url)).headers
        ask_to_stop()


def test_a_taken_port_is_said(own: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = own.model_copy(update={"port": other.getsockname()[1]})
        with pytest.raises(PortInUseError, match="set PORT"):
            listen(taken)


async def test_of_two_that_took_a_port_at_once_the_later_to_listen_says_so(own: Settings) -> None:
    async def drain() -> None:
        """Nothing runs."""

    with listen(own) as first:
        later = listen(own.model_copy(update={"port": first.getsockname()[1]}))
        first.listen()
        config = server_config(WEB, own, websocket=UvicornProtocol)
        with later, pytest.raises(PortInUseError, match="set PORT"):
            await DrainingServer(config, drain=drain).serve_until_stopped(later)
