"""A WebSocket protocol for uvicorn that fans out twice as cheaply; optional.

    uvicorn.Config(app, ws=UvicornProtocol, ws_per_message_deflate=False, ws_ping_interval=None)

It is uvicorn's `websockets-sansio` with four differences. It offers `DirectWrites`, so that a
publication goes to a thousand sockets without a thousand coroutines. It bears with an empty
`Sec-WebSocket-Protocol` header, which older Centrifuge SDKs for Python send. A handshake that the
application refuses by a response of its own is not logged as an error. And a server that stops in
the moment in which a client closes does not fail.
"""

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from realtime.transports.websocket import DIRECT_WRITES

_SUBPROTOCOL = "Sec-WebSocket-Protocol"


class UvicornProtocol(WebSocketsSansIOProtocol):
    """Implements `DirectWrites` by itself."""

    def handle_connect(self, event: Request) -> None:
        """Offer direct writes to the application, unless messages are to be compressed."""
        offered = event.headers.get_all(_SUBPROTOCOL)
        if offered and not any(each.strip() for each in offered):
            del event.headers[_SUBPROTOCOL]
        super().handle_connect(event)
        if self.response.status_code == 101 and not self.conn.extensions:
            # The application's task was made but has not started.
            self.scope["extensions"][DIRECT_WRITES] = {"connection": self}

    async def send(self, message: ASGISendEvent) -> None:
        """Send, and count a handshake as complete that was refused by a whole response.

        uvicorn 0.54 does so only for `websocket.close`, and else complains of the application.
        """
        await super().send(message)
        if self.close_sent:
            self.handshake_complete = True

    def shutdown(self) -> None:
        """Close for the server's end, unless the client closes (uvicorn 0.54 raises then)."""
        if not self.transport.is_closing():
            super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the scope, which refers back here."""
        super().connection_lost(exc)
        if self.handshake_initiated and self.response.status_code == 101:
            self.scope["extensions"].pop(DIRECT_WRITES, None)

    def write_text(self, payload: bytes) -> bool:
        """Write a text message past `send`, if nothing before it waits and no close was sent."""
        if (
            self.close_sent
            or not self.handshake_complete
            or not self.writable.is_set()
            or self.transport.is_closing()
        ):
            return False
        self.transport.write(_text_header(len(payload)) + payload)
        return True

    def abort(self) -> None:
        """Cut the connection; what the client has not read is dropped."""
        self.transport.abort()


def _text_header(length: int) -> bytes:
    """Head of an unfragmented, unmasked text frame (RFC 6455, section 5.2)."""
    if length < 126:
        return bytes((0x81, length))
    if length < 65536:
        return b"\x81\x7e" + length.to_bytes(2, "big")
    return b"\x81\x7f" + length.to_bytes(8, "big")
