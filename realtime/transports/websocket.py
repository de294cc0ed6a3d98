"""The WebSocket transport: an ASGI application that gives frames to a session."""

from collections.abc import Callable
from typing import Protocol

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from realtime.protocol.codes import INAPPROPRIATE_PROTOCOL, Disconnect
from realtime.protocol.text_frame import text_frame
from realtime.session import Session
from realtime.transports.client_address import client_address
from realtime.transports.doorway import Doorway
from realtime.transports.waiting_sink import WaitingSink
from realtime.writer import Sink

#: ASGI extension that holds a `DirectConnection` under "connection".
DIRECT = "realtime.direct"

_JSON = "centrifuge-json"
_PROTOBUF = "centrifuge-protobuf"


class Receiver(Protocol):
    """Where a server gives what comes from a client."""

    def receive(self, frame: bytes | str) -> None:
        """Take a message; must not wait."""
        ...

    def lost(self) -> None:
        """Take note that the client has gone."""
        ...


class DirectConnection(Protocol):
    """What a server may offer beside ASGI (realtime/transports/uvicorn_protocol.py)."""

    def hand_over(self, receiver: Receiver) -> None:
        """Give the receiver everything from here on; the application may return meanwhile."""
        ...

    def write_framed(self, framed: bytes) -> bool:
        """Write a whole WebSocket frame now; False if the client does not read, or has gone."""
        ...

    async def send(self, message: Message) -> None:
        """Send an ASGI message."""
        ...

    def abort(self) -> None:
        """Cut the connection."""
        ...


class WebSocketTransport:
    """Checks the handshake, accepts, and reads until the client has gone.

    Where the server offers a direct connection, no task waits for the client's next message.
    """

    def __init__(
        self,
        *,
        open_session: Callable[[Sink, str], Session],
        doorway: Doorway,
    ) -> None:
        self._open_session = open_session
        self._doorway = doorway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        refusal = self._doorway.refusal(scope)
        if refusal is not None:
            await _deny(refusal, scope, receive, send)
            return
        await receive()  # websocket.connect
        offered = scope.get("subprotocols", ())
        subprotocol = next((each for each in (_JSON, _PROTOBUF) if each in offered), None)
        await send({"type": "websocket.accept", "subprotocol": subprotocol})
        direct: DirectConnection | None = (
            scope.get("extensions", {}).get(DIRECT, {}).get("connection")
        )
        if subprotocol == _PROTOBUF:
            # A refused handshake would be tried again for ever; this code is final.
            await WebSocketSink(send).close(INAPPROPRIATE_PROTOCOL)
            return
        if direct is not None:
            direct.hand_over(self._open_session(DirectSink(direct), client_address(scope)))
            return
        sink = WebSocketSink(send)
        session = self._open_session(sink, client_address(scope))
        await sink.serve(session, _read(session, receive))


class WebSocketSink(WaitingSink):
    """Writes by ASGI's `send`."""

    __slots__ = ()

    async def send(self, frame: bytes) -> None:
        """See `Sink.send`."""
        await _send_text(self._send, frame)

    async def close(self, disconnect: Disconnect) -> None:
        """See `Sink.close`."""
        await _send_close(self._send, disconnect)


class DirectSink:
    """Writes to a connection that the server has handed over; waits only where the client does."""

    __slots__ = ("_connection", "write_framed")

    def __init__(self, connection: DirectConnection) -> None:
        self._connection = connection
        #: See `Sink.write_framed`.
        self.write_framed = connection.write_framed

    def write(self, frame: bytes) -> bool:
        """See `Sink.write`."""
        return self.write_framed(text_frame(frame))

    async def send(self, frame: bytes) -> None:
        """See `Sink.send`."""
        await _send_text(self._connection.send, frame)

    async def close(self, disconnect: Disconnect) -> None:
        """See `Sink.close`."""
        await _send_close(self._connection.send, disconnect)

    def abort(self) -> None:
        """See `Sink.abort`."""
        self._connection.abort()


async def _send_text(send: Send, frame: bytes) -> None:
    try:
        await send({"type": "websocket.send", "text": frame.decode()})
    except RuntimeError as error:
        # What uvicorn says when its own keep-alive or a broken frame has closed the socket.
        raise ConnectionAbortedError(str(error)) from error


async def _send_close(send: Send, disconnect: Disconnect) -> None:
    try:
        await send(
            {"type": "websocket.close", "code": disconnect.code, "reason": disconnect.reason}
        )
    except RuntimeError as error:
        raise ConnectionAbortedError(str(error)) from error


async def _read(session: Session, receive: Receive) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        session.receive(message.get("text") or message.get("bytes") or "")


async def _deny(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if "websocket.http.response" in scope.get("extensions", {}):
        await response(scope, receive, send)
    else:
        await send({"type": "websocket.close"})
