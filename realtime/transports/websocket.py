"""The WebSocket transport: an ASGI application that gives frames to a session."""

import asyncio
from collections.abc import Callable, Collection
from typing import Protocol

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from realtime.limits import Limits
from realtime.protocol.codes import INAPPROPRIATE_PROTOCOL, MESSAGE_TOO_BIG, Disconnect
from realtime.session import Session
from realtime.writer import Sink

#: ASGI extension that holds a `DirectWrites` under "connection".
DIRECT_WRITES = "realtime.direct_writes"

_JSON = "centrifuge-json"
_PROTOBUF = "centrifuge-protobuf"


class DirectWrites(Protocol):
    """What a server may offer beside ASGI's `send` (realtime/transports/uvicorn_protocol.py)."""

    def write_text(self, payload: bytes) -> bool:
        """Write a text message now; False if the client does not read, or has gone."""
        ...

    def abort(self) -> None:
        """Cut the connection."""
        ...


class WebSocketTransport:
    """Checks the handshake, accepts, and reads until the client has gone.

    `allowed_origins` are what browsers send as `Origin`, such as `https://example.com`; `*` allows
    all. A client that sends none is no browser and is not asked.
    """

    def __init__(
        self,
        *,
        open_session: Callable[[Sink], Session],
        is_draining: Callable[[], bool],
        limits: Limits,
        allowed_origins: Collection[str],
    ) -> None:
        self._open_session = open_session
        self._is_draining = is_draining
        self._limits = limits
        self._allowed_origins = frozenset(origin.lower() for origin in allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        refusal = self._refusal(scope)
        if refusal is not None:
            await _deny(refusal, scope, receive, send)
            return
        await receive()  # websocket.connect
        offered = scope.get("subprotocols", ())
        subprotocol = next((each for each in (_JSON, _PROTOBUF) if each in offered), None)
        await send({"type": "websocket.accept", "subprotocol": subprotocol})
        sink = WebSocketSink(scope, send)
        if subprotocol == _PROTOBUF:
            # A refused handshake would be tried again for ever; this code is final.
            await sink.close(INAPPROPRIATE_PROTOCOL)
            return
        session = self._open_session(sink)
        try:
            async with sink.reading:
                await self._read(session, receive)
        except TimeoutError:
            if not sink.reading.expired():
                raise
        finally:
            await session.finish()

    def _refusal(self, scope: Scope) -> Response | None:
        if self._is_draining():
            return PlainTextResponse("draining", 503)
        origin = Headers(scope=scope).get("origin")
        if origin is None or not self._allowed_origins.isdisjoint((origin.lower(), "*")):
            return None
        return PlainTextResponse("origin not allowed", 403)

    async def _read(self, session: Session, receive: Receive) -> None:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            frame: str | bytes = message.get("text") or message.get("bytes") or ""
            if _exceeds(frame, self._limits.frame_bytes):
                session.disconnect(MESSAGE_TOO_BIG)
            else:
                session.receive(frame)


class WebSocketSink:
    """Writes by ASGI's `send`, or directly where the server offers that and the client reads."""

    __slots__ = ("_direct", "_send", "reading")

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        offer = scope.get("extensions", {}).get(DIRECT_WRITES, {})
        self._direct: DirectWrites | None = offer.get("connection")
        #: Without an end until `abort` sets one.
        self.reading = asyncio.timeout(None)

    def write(self, frame: bytes) -> bool:
        """See `Sink.write`."""
        return self._direct is not None and self._direct.write_text(frame)

    async def send(self, frame: bytes) -> None:
        """See `Sink.send`."""
        try:
            await self._send({"type": "websocket.send", "text": frame.decode()})
        except RuntimeError as error:
            # What uvicorn says when its own keep-alive or a broken frame has closed the socket.
            raise ConnectionAbortedError(str(error)) from error

    async def close(self, disconnect: Disconnect) -> None:
        """See `Sink.close`."""
        try:
            await self._send(
                {
                    "type": "websocket.close",
                    "code": disconnect.code,
                    "reason": disconnect.reason,
                }
            )
        except RuntimeError as error:
            raise ConnectionAbortedError(str(error)) from error

    def abort(self) -> None:
        """See `Sink.abort`."""
        if self._direct is not None:
            self._direct.abort()
        else:
            self.reading.reschedule(asyncio.get_running_loop().time())


async def _deny(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if "websocket.http.response" in scope.get("extensions", {}):
        await response(scope, receive, send)
    else:
        await send({"type": "websocket.close"})


def _exceeds(frame: str | bytes, limit: int) -> bool:
    """Whether the frame is longer than `limit` bytes of UTF-8."""
    if isinstance(frame, bytes) or len(frame) > limit:
        return len(frame) > limit
    return len(frame) * 4 > limit and len(frame.encode()) > limit
