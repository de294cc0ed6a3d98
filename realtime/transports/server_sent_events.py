"""The Server-Sent Events transport: where a browser can stream nothing else.

The first frame comes in the query `cf_connect` (an EventSource sends no body) or as the body of a
POST; each line of a frame is an event. Off unless asked for, because `cf_connect` holds the token,
and addresses are written to logs.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from realtime.transports.preflight import preflight
from realtime.transports.streaming import StreamService, read_body, stream


class ServerSentEventsTransport:
    """An ASGI application for one path."""

    def __init__(self, service: StreamService) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            await preflight(request, self._service.doorway.origins)(scope, receive, send)
            return
        first = b""
        refusal = self._service.doorway.refusal(scope)
        if refusal is None:
            first, refusal = await self._first(request)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await stream(
            self._service,
            scope,
            receive,
            send,
            first=first,
            write=_events,
            headers={"content-type": "text/event-stream"},
            begin=b"\r\n",
        )

    async def _first(self, request: Request) -> tuple[bytes, Response | None]:
        headers = self._service.doorway.origins.headers(request.scope)
        if request.method == "POST":
            body = await read_body(request, self._service.frame_bytes)
        else:
            body = request.query_params.get("cf_connect", "").encode()
        if body is None or len(body) > self._service.frame_bytes:
            return b"", PlainTextResponse("the frame is too long", 413, headers)
        if not body:
            return b"", PlainTextResponse("no connect command: send it as cf_connect", 400, headers)
        return body, None


def _events(frame: bytes) -> bytes:
    return b"".join(b"data: " + line + b"\n\n" for line in frame.split(b"\n"))
