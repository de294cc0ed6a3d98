"""A connection whose replies stream down one HTTP response, and whose commands come by others.

What the two fallbacks share: http_stream.py and server_sent_events.py say how the first frame comes
and how a frame is written; emulation.py takes the other frames.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from realtime.protocol.codes import Disconnect
from realtime.protocol.pushes import encode_disconnect
from realtime.session import Session
from realtime.transports.client_address import client_address
from realtime.transports.doorway import Doorway
from realtime.transports.preflight import preflight
from realtime.transports.waiting_sink import WaitingSink
from realtime.writer import Sink


@dataclass(frozen=True, slots=True)
class StreamService:
    """What a streaming transport needs of its node."""

    #: Takes where to write, and the address that the client came from.
    open_session: Callable[[Sink, str], Session]
    #: Has other requests' frames reach a session while it lasts.
    holding: Callable[[Session], AbstractContextManager[None]]
    doorway: Doorway
    #: Longest frame, in bytes.
    frame_bytes: int


class StreamTransport(ABC):
    """An ASGI application for one path."""

    content_type: ClassVar[str]
    #: What the response begins with.
    begin: ClassVar[bytes] = b""

    def __init__(self, service: StreamService) -> None:
        self._service = service

    @abstractmethod
    async def _first(self, request: Request) -> bytes | Response | None:
        """Return the client's first frame, a refusal, or None where the frame is too long."""

    @staticmethod
    @abstractmethod
    def _written(frame: bytes) -> bytes:
        """Return a frame as it goes down the stream."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        request = Request(scope, receive)
        doorway = self._service.doorway
        if request.method == "OPTIONS":
            await preflight(request, doorway.origins)(scope, receive, send)
            return
        headers = doorway.origins.headers(scope)
        first = doorway.refusal(scope) or await self._first(request)
        if first is None:
            first = PlainTextResponse("the frame is too long", 413)
        if isinstance(first, Response):
            first.headers.update(headers)
            await first(scope, receive, send)
            return
        await self._begin(send, headers)
        sink = StreamSink(send, self._written)
        session = self._service.open_session(sink, client_address(scope))
        await sink.serve(session, self._read(session, first, receive))

    async def _begin(self, send: Send, origin_headers: dict[str, str]) -> None:
        headers = {
            "content-type": self.content_type,
            "cache-control": "no-store",
            # nginx would gather the stream instead of passing it on.
            "x-accel-buffering": "no",
            **origin_headers,
        }
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(name.encode(), text.encode()) for name, text in headers.items()],
            }
        )
        await send({"type": "http.response.body", "body": self.begin, "more_body": True})

    async def _read(self, session: Session, first: bytes, receive: Receive) -> None:
        with self._service.holding(session):
            session.receive(first)
            while (await receive())["type"] != "http.disconnect":
                continue


class StreamSink(WaitingSink):
    """Writes to an HTTP response."""

    __slots__ = ("_written",)

    def __init__(self, send: Send, written: Callable[[bytes], bytes]) -> None:
        super().__init__(send)
        self._written = written

    async def send(self, frame: bytes) -> None:
        """See `Sink.send`."""
        body = self._written(frame)
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    async def close(self, disconnect: Disconnect) -> None:
        """See `Sink.close`: there is no close frame, so the last line says it."""
        body = self._written(encode_disconnect(disconnect))
        await self._send({"type": "http.response.body", "body": body, "more_body": False})
