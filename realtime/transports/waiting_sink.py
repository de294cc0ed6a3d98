"""What every sink over ASGI's `send` has in common: that can only be waited for."""

import asyncio
from collections.abc import Awaitable

from starlette.types import Send

from realtime.session import Session


class WaitingSink:
    """A `Sink` but for `send` and `close`, and what `abort` ends: the reading of its client."""

    __slots__ = ("_reading", "_send")

    def __init__(self, send: Send) -> None:
        self._send = send
        #: Without an end until `abort` sets one.
        self._reading = asyncio.timeout(None)

    async def serve(self, session: Session, reading: Awaitable[None]) -> None:
        """Await `reading`, which gives the session what its client sends; then end the session.

        Returns when the reading does, which is when the client has gone, or upon `abort`.
        """
        try:
            async with self._reading:
                await reading
        except TimeoutError:
            if not self._reading.expired():
                raise
        finally:
            session.lost()

    def write(self, frame: bytes) -> bool:
        """See `Sink.write`: never at once."""
        del frame
        return False

    def write_framed(self, framed: bytes) -> bool:
        """See `Sink.write_framed`: nor this."""
        del framed
        return False

    def abort(self) -> None:
        """See `Sink.abort`."""
        self._reading.reschedule(asyncio.get_running_loop().time())
