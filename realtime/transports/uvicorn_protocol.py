"""A WebSocket protocol for uvicorn on which an idle connection costs no task; optional.

    uvicorn.Config(app, ws=UvicornProtocol, ws_per_message_deflate=False, ws_ping_interval=None)

It is uvicorn's `websockets-sansio` with these differences. It offers a `DirectConnection`: after
the handshake, which passes through the application and all its middleware as ever, the engine takes
the socket over, and the application's task ends. It bears with an empty `Sec-WebSocket-Protocol`
header, which older Centrifuge SDKs for Python send. A handshake that the application refuses by a
response of its own is not logged as an error. A server that stops in the moment in which a client
closes does not fail. And a client that reads nothing cannot keep a socket that is to be closed.
"""

import asyncio
from typing import Any, cast

from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.config import Config
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame
from websockets.http11 import Request

from realtime.transports.gate import Gate
from realtime.transports.websocket import DIRECT, Receiver

_SUBPROTOCOL = "Sec-WebSocket-Protocol"


class UvicornProtocol(WebSocketsSansIOProtocol):
    """Implements `DirectConnection` by itself."""

    _receiver: Receiver | None = None
    #: Whether a frame may be written at this moment, past `send`.
    _clear = False

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.writable = cast("asyncio.Event", Gate())

    def handle_connect(self, event: Request) -> None:
        """Offer the connection to the application, unless messages are to be compressed."""
        offered = event.headers.get_all(_SUBPROTOCOL)
        if offered and not any(each.strip() for each in offered):
            del event.headers[_SUBPROTOCOL]
        super().handle_connect(event)
        if self.response.status_code == 101 and not self.conn.extensions:
            # The application's task was made but has not started.
            self.scope["extensions"][DIRECT] = {"connection": self}

    async def run_asgi(self) -> None:
        """Run the application; the connection ends with it, unless it was handed over."""
        try:
            await self.app(self.scope, self.receive, self.send)
        except ClientDisconnected:
            self.transport.close()
        except Exception:
            self.logger.exception("Exception in ASGI application\n")
            self.send_500_response()
            self.transport.close()
        else:
            if not self.handshake_complete:
                self.logger.error("ASGI callable returned without completing handshake.")
                self.send_500_response()
        self.scope["extensions"].pop(DIRECT, None)
        if self._receiver is not None:
            self._forget_handshake()
        elif self.close_timer is None:
            self.transport.close()

    def hand_over(self, receiver: Receiver) -> None:
        """Give the receiver what waits, and what comes."""
        waiting = []
        while not self.queue.empty():
            waiting.append(self.queue.get_nowait())
        self.queue = cast("asyncio.Queue[ASGIReceiveEvent]", _NOWHERE)
        self._receiver = receiver
        for message in waiting:
            if message["type"] == "websocket.receive":
                receiver.receive(message.get("text") or message.get("bytes") or b"")
            elif message["type"] == "websocket.disconnect":
                self._lose()
        self._clear = self.writable.is_set() and not self._closing()
        if self.read_paused and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()

    def send_receive_event_to_app(self) -> None:
        """Give a message to whoever serves the connection."""
        if self._receiver is None and self._readable():
            super().send_receive_event_to_app()
            return
        message = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        if self._receiver is not None and not self.close_sent:
            self._receiver.receive(message)

    def _readable(self) -> bool:
        """Whether a text is one; else the client is told so, and uvicorn logs no traceback."""
        try:
            if self.curr_msg_data_type == "text":
                b"".join(self.frames).decode()
        except UnicodeDecodeError:
            self.conn.send_close(1007)
            self.handle_parser_exception()
            return False
        return True

    async def send(self, message: ASGISendEvent) -> None:
        """Send; after a close there is nothing to receive, though the client may take its time.

        A handshake that was refused by a whole response counts as complete: uvicorn 0.54 does so
        only for `websocket.close`, and else complains of the application.
        """
        await super().send(message)
        if self.close_sent:
            self._cut_later()
            self._clear = False
            self.handshake_complete = True
            self._lose()

    def shutdown(self) -> None:
        """Close for the server's end, unless the client closes (uvicorn 0.54 raises then)."""
        self._clear = False
        if not self.transport.is_closing():
            super().shutdown()
        self._cut_later()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever serves the connection."""
        self._clear = False
        super().connection_lost(exc)
        self._lose()

    def write_framed(self, framed: bytes) -> bool:
        """Write a frame past `send`, if nothing before it waits and no close was sent."""
        if self._clear:
            self.transport.write(framed)
        return self._clear

    def abort(self) -> None:
        """Cut the connection; what the client has not read is dropped."""
        self._clear = False
        self.transport.abort()

    def pause_writing(self) -> None:
        """Stop writing past `send`: the client does not read."""
        self._clear = False
        super().pause_writing()

    def resume_writing(self) -> None:
        """Go on, unless the connection is closing."""
        super().resume_writing()
        self._clear = self._receiver is not None and not self._closing()

    def handle_close(self, event: Frame) -> None:
        """Write nothing after the client's close."""
        self._clear = False
        super().handle_close(event)
        self._cut_later()

    def eof_received(self) -> None:
        """Write nothing to one who has closed his half: the transport closes after this."""
        self._clear = False
        self._cut_later()

    def handle_parser_exception(self) -> None:
        """Write nothing after what ends the connection."""
        self._clear = False
        super().handle_parser_exception()
        self._cut_later()

    def _cut_later(self) -> None:
        """Cut the connection unless it ends in time: closing waits for the client to read."""
        if self.close_timer is not None:
            self.close_timer.cancel()
        if not self.disconnected:
            self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    def _closing(self) -> bool:
        return self.close_sent or self.transport.is_closing()

    def _lose(self) -> None:
        if self._receiver is not None:
            receiver, self._receiver = self._receiver, _NOBODY
            receiver.lost()

    def _forget_handshake(self) -> None:
        """Let go of what only the handshake needed: headers and addresses, some kilobytes."""
        # The library's parser, which waits for the next frame, still holds the request.
        self.request.headers.clear()
        del self.scope, self.request, self.response
        self.client = self.server = None
        # It grew while it was filled; a copy has the size of what is in it.
        self.__dict__ = dict(self.__dict__)


class _Nobody:
    """Receives for a connection that has ended."""

    def receive(self, frame: bytes | str) -> None:
        """Forget it."""

    def lost(self) -> None:
        """Know already."""


class _Nowhere:
    """Takes the place of the queue that nobody reads."""

    def put_nowait(self, event: object) -> None:
        """Forget it."""


_NOBODY = _Nobody()
_NOWHERE = _Nowhere()
