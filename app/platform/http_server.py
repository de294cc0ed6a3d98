"""uvicorn, with signals of our own: its own shutdown would cut every socket first."""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from app.platform.listening import PortInUseError, open_listener
from app.platform.settings import Settings


class DrainingServer(uvicorn.Server):
    """Serves until SIGTERM or SIGINT, drains, then ends (realtime.md, Promises, 4)."""

    def __init__(self, config: uvicorn.Config, *, drain: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._drain = drain
        self._asked_to_stop = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals ourselves; a second one ends without draining."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._signalled)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    def _signalled(self) -> None:
        if self._asked_to_stop.is_set():
            self.force_exit = self.should_exit = True
        self._asked_to_stop.set()

    async def serve_until_stopped(self, listener: socket.socket) -> None:
        """Serve on `listener` until a signal comes and the drain is over.

        Raises `PortInUseError` where another took the same port and listened first.
        """
        try:
            listener.listen(self.config.backlog)
        except OSError as error:
            host, port = listener.getsockname()[:2]
            raise PortInUseError(host, port, error, setting="PORT") from error
        async with asyncio.TaskGroup() as group:
            drainer = group.create_task(self._drain_when_asked())
            await self.serve(sockets=[listener])
            drainer.cancel()

    async def _drain_when_asked(self) -> None:
        await self._asked_to_stop.wait()
        await self._drain()
        self.should_exit = True


def listen(settings: Settings) -> socket.socket:
    """Take the server's port. Raises `PortInUseError`, saying what to do."""
    return open_listener(settings.host, settings.port)


def server_config(
    web: ASGIApp, settings: Settings, *, websocket: type[asyncio.Protocol]
) -> uvicorn.Config:
    """Return uvicorn's configuration (bars.md: sans-I/O WebSockets, uvloop, deflate off)."""
    return uvicorn.Config(
        web,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        ws=websocket,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        ws_max_size=65_536,
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
