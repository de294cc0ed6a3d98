"""HTTP/1.1 for uvicorn that cuts off who is in no hurry, and refuses requests of two lengths.

uvicorn.Config(app, http=PatientProtocol)
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# A client that reads nothing of an answer for so long is cut off.
READING_SECONDS = 30.0
TWO_LENGTHS = (b"content-length", b"transfer-encoding")


def patient_protocol(seconds: float) -> type[H11Protocol]:
    """Return the protocol whose clients have `seconds` for the head of a request.

    How long a body may take is for whoever reads it.
    """

    class Protocol(PatientProtocol):
        head_seconds = seconds

    return Protocol


class PlainConnection(h11.Connection):
    """Takes no request of which a proxy may see another end than we do (RFC 9112, 6.1 and 11.2)."""

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return what comes next. Raises `h11.RemoteProtocolError` for a length beside chunks."""
        event = super().next_event()
        if isinstance(event, h11.Request):
            names = {name for name, _ in event.headers}
            if names.issuperset(TWO_LENGTHS):
                raise h11.RemoteProtocolError("a length and chunks at once")
        return event


class PatientProtocol(H11Protocol):
    """Closes a connection on which a head does not become whole, or an answer is not read."""

    head_seconds: float = 20.0
    reading_seconds: float = READING_SECONDS
    _head_timer: asyncio.TimerHandle | None = None
    _reading_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head."""
        most = self.config.h11_max_incomplete_event_size
        self.conn = (
            PlainConnection(h11.SERVER) if most is None else PlainConnection(h11.SERVER, most)
        )
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Go on waiting, unless the head is whole: from the first byte of a later one too."""
        try:
            super().data_received(data)
        except UnicodeDecodeError:
            # h11 lets bytes beyond ASCII pass in a target, which RFC 9112, 3.2 does not.
            self.send_400_response("Invalid HTTP request received.")
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._forget_head()
        elif self._head_timer is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing."""
        self._forget_head()
        self._forget_reading()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for a client that does not read."""
        super().pause_writing()
        self._forget_reading()
        self._reading_timer = self.loop.call_later(self.reading_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Wait no more: it reads."""
        self._forget_reading()
        super().resume_writing()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.head_seconds, self.transport.close)

    def _forget_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _forget_reading(self) -> None:
        if self._reading_timer is not None:
            self._reading_timer.cancel()
            self._reading_timer = None
