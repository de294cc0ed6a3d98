"""uvicorn, with signals of one's own: its own shutdown would cut every socket first; optional."""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import uvicorn


class DrainingServer(uvicorn.Server):
    """Serves until SIGTERM or SIGINT, lets `drain` finish, then ends: see `Engine.drain`."""

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
        """Serve on `listener`, bound and listening, until a signal came and the drain is over."""
        async with asyncio.TaskGroup() as group:
            drainer = group.create_task(self._drain_when_asked())
            await self.serve(sockets=[listener])
            drainer.cancel()

    async def _drain_when_asked(self) -> None:
        await self._asked_to_stop.wait()
        await self._drain()
        self.should_exit = True
