"""The Server-Sent Events transport: where a browser can stream nothing else.

The first frame comes in the query `cf_connect` (an EventSource sends no body) or as the body of a
POST; each line of a frame is an event. Off unless asked for, because `cf_connect` holds the token,
and addresses are written to logs.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from realtime.transports.request_body import read_body
from realtime.transports.streaming import StreamTransport


class ServerSentEventsTransport(StreamTransport):
    """An ASGI application for one path."""

    content_type = "text/event-stream"
    begin = b"\r\n"

    async def _first(self, request: Request) -> bytes | Response | None:
        if request.method == "POST":
            body = await read_body(request, self._service.frame_bytes)
        else:
            body = request.query_params.get("cf_connect", "").encode()
        if body is None or len(body) > self._service.frame_bytes:
            return None
        return body or PlainTextResponse("no connect command: send it as cf_connect", 400)

    @staticmethod
    def _written(frame: bytes) -> bytes:
        return b"".join(b"data: " + line + b"\n\n" for line in frame.split(b"\n"))
