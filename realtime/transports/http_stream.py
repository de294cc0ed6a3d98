"""The HTTP streaming transport: where a proxy forbids WebSockets.

The body of the POST is the first frame; the response is a stream of frames, a line feed after each.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from realtime.transports.preflight import preflight
from realtime.transports.streaming import StreamService, read_body, stream

#: What a client sends that wants Protobuf.
_PROTOBUF = "application/octet-stream"


class HttpStreamTransport:
    """An ASGI application for one path."""

    def __init__(self, service: StreamService) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            await preflight(request, self._service.doorway.origins)(scope, receive, send)
            return
        refusal = self._service.doorway.refusal(scope)
        body = None
        if refusal is None:
            body = await read_body(request, self._service.frame_bytes)
            refusal = self._refusal(request, body)
        if refusal is not None or body is None:
            await (refusal or Response(status_code=400))(scope, receive, send)
            return
        await stream(
            self._service,
            scope,
            receive,
            send,
            first=body,
            write=_line,
            headers={"content-type": "text/plain; charset=utf-8"},
        )

    def _refusal(self, request: Request, body: bytes | None) -> Response | None:
        headers = self._service.doorway.origins.headers(request.scope)
        if request.headers.get("content-type", "").partition(";")[0].strip() == _PROTOBUF:
            return PlainTextResponse("Protobuf is not served here: use JSON", 415, headers)
        if body is None:
            return PlainTextResponse("the frame is too long", 413, headers)
        return None


def _line(frame: bytes) -> bytes:
    return frame + b"\n"
