"""Writes to one client: at once where it reads, else from a bounded queue by a task of its own."""

import asyncio
from typing import Protocol

from realtime.clock import Clock
from realtime.connection.broadcast import Broadcast
from realtime.limits import Limits
from realtime.outbox import Outbox
from realtime.protocol.codes import Disconnect


class Sink(Protocol):
    """The writing half of a transport. A frame is one or more lines of JSON."""

    def write(self, frame: bytes) -> bool:
        """Write at once if that takes no waiting; False if it would, and nothing was written."""
        ...

    def write_framed(self, framed: bytes) -> bool:
        """Write what is a WebSocket frame already, like `write`; False from all but WebSockets."""
        ...

    async def send(self, frame: bytes) -> None:
        """Write, waiting for the client to read.

        Raises:
            OSError: the client has gone.

        """
        ...

    async def close(self, disconnect: Disconnect) -> None:
        """Tell the client why, and end.

        Raises:
            OSError: the client has gone.

        """
        ...

    def abort(self) -> None:
        """End without telling: the client does not even read that."""
        ...


class Writer:
    """The task lives only while something waits, so that an idle connection has none."""

    __slots__ = ("_clock", "_closing", "_limits", "_outbox", "_patience", "_sink", "_task")

    def __init__(self, sink: Sink, limits: Limits, clock: Clock) -> None:
        self._sink = sink
        self._limits = limits
        self._clock = clock
        self._outbox = Outbox(limits)
        self._closing: Disconnect | None = None
        self._patience: asyncio.Timeout | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def queued_bytes(self) -> int:
        """Bytes that wait for the client to read."""
        return self._outbox.queued_bytes

    @property
    def deadline(self) -> float:
        """Monotonic seconds at which the client has not read for too long; `inf` for never."""
        return self._outbox.deadline

    def overfull(self) -> bool:
        """Whether the client reads too slowly to be kept."""
        return self._outbox.overfull(self._clock.monotonic())

    def write(self, frame: bytes, *, counted: bool) -> bool:
        """Write after everything before it; False if it waits. `counted`: see `Outbox.put`."""
        if self._task is None and self._sink.write(frame):
            return True
        self._outbox.put(frame, self._clock.monotonic(), counted=counted)
        self._start()
        return False

    def pass_on(self, broadcast: Broadcast) -> bool:
        """Write a publication that goes to many; False if it waits."""
        if self._task is None and self._sink.write_framed(broadcast.framed):
            return True
        return self.write(broadcast.effects[0].data, counted=True)

    def close(self, disconnect: Disconnect, *, flush: bool) -> None:
        """Close after what waits (`flush`), or without it; cut the socket if that takes long."""
        self._closing = disconnect
        if not flush:
            self._outbox.clear()
        if self._patience is not None:
            self._patience.reschedule(self._give_up_at())
        self._start()

    def stop(self) -> None:
        """Stop writing: the client has gone."""
        self._outbox.clear()
        if self._task is not None:
            self._task.cancel()

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    def _give_up_at(self) -> float | None:
        if self._closing is None:
            return None
        return asyncio.get_running_loop().time() + self._limits.close_timeout

    async def _run(self) -> None:
        try:
            async with asyncio.timeout_at(self._give_up_at()) as self._patience:
                while frame := self._outbox.take():
                    await self._sink.send(frame)
                    self._outbox.written()
                if self._closing is not None:
                    await self._sink.close(self._closing)
        except TimeoutError:
            self._sink.abort()
        except OSError:
            # The reading half hears that the client has gone, and ends the session.
            self._outbox.clear()
        except Exception:
            # A frame is lost: the client must come back and recover.
            self._sink.abort()
            raise
        finally:
            self._patience = None
            self._task = None
