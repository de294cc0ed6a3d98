"""The HTTP streaming transport: where a proxy forbids WebSockets.

The body of the POST is the first frame; the response is a stream of frames, a line feed after each.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from realtime.transports.request_body import read_body
from realtime.transports.streaming import StreamTransport

#: What a client sends that wants Protobuf.
_PROTOBUF = "application/octet-stream"


class HttpStreamTransport(StreamTransport):
    """An ASGI application for one path."""

    content_type = "text/plain; charset=utf-8"

    async def _first(self, request: Request) -> bytes | Response | None:
        if request.headers.get("content-type", "").partition(";")[0].strip() == _PROTOBUF:
            return PlainTextResponse("Protobuf is not served here: use JSON", 415)
        return await read_body(request, self._service.frame_bytes)

    @staticmethod
    def _written(frame: bytes) -> bytes:
        return frame + b"\n"
