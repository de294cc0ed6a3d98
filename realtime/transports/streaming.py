"""A connection whose replies stream down one HTTP response, and whose commands come by others.

What the two fallbacks share: http_stream.py and server_sent_events.py say how the first frame comes
and how a frame is written; emulation.py takes the other frames.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from realtime.protocol.codes import Disconnect
from realtime.protocol.pushes import encode_disconnect
from realtime.session import Session
from realtime.transports.doorway import Doorway
from realtime.writer import Sink


@dataclass(frozen=True, slots=True)
class StreamService:
    """What a streaming transport needs of its node."""

    open_session: Callable[[Sink], Session]
    #: Has other requests' frames reach a session while it lasts.
    holding: Callable[[Session], AbstractContextManager[None]]
    doorway: Doorway
    #: Longest frame, in bytes.
    frame_bytes: int


async def read_body(request: Request, limit: int) -> bytes | None:
    """Return the request's body; None where it exceeds `limit` bytes, or the client has gone."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > limit:
                return None
    except ClientDisconnect:
        return None
    return body


async def stream(
    service: StreamService,
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    first: bytes | str,
    write: Callable[[bytes], bytes],
    headers: Mapping[str, str],
    begin: bytes = b"",
) -> None:
    """Answer with a stream: `first` is the client's first frame, `write` makes bytes of a frame."""
    response_headers = {
        "cache-control": "no-store",
        # nginx would gather the stream instead of passing it on.
        "x-accel-buffering": "no",
        **headers,
        **service.doorway.origins.headers(scope),
    }
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(name.encode(), text.encode()) for name, text in response_headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": begin, "more_body": True})
    sink = StreamSink(send, write)
    session = service.open_session(sink)
    try:
        async with sink.reading:
            with service.holding(session):
                session.receive(first)
                while (await receive())["type"] != "http.disconnect":
                    continue
    except TimeoutError:
        if not sink.reading.expired():
            raise
    finally:
        session.lost()


class StreamSink:
    """Writes to an HTTP response."""

    __slots__ = ("_send", "_write", "reading")

    def __init__(self, send: Send, write: Callable[[bytes], bytes]) -> None:
        self._send = send
        self._write = write
        #: Without an end until `abort` sets one.
        self.reading = asyncio.timeout(None)

    def write(self, frame: bytes) -> bool:
        """See `Sink.write`: a response can only be written to by waiting."""
        del frame
        return False

    def write_framed(self, framed: bytes) -> bool:
        """See `Sink.write_framed`."""
        del framed
        return False

    async def send(self, frame: bytes) -> None:
        """See `Sink.send`."""
        body = self._write(frame)
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    async def close(self, disconnect: Disconnect) -> None:
        """See `Sink.close`: there is no close frame, so the last line says it."""
        body = self._write(encode_disconnect(disconnect))
        await self._send({"type": "http.response.body", "body": body, "more_body": False})

    def abort(self) -> None:
        """See `Sink.abort`."""
        self.reading.reschedule(asyncio.get_running_loop().time())
