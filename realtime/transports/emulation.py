"""Frames of clients whose replies stream down another request, wherever that one is served.

A client names the node that holds its stream, as its `connect` was told; a frame for another node
goes there through the broker, so that no balancer has to keep a client at one node.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from realtime.errors import BrokerUnavailable
from realtime.nodes.control import Control
from realtime.session import Session
from realtime.transports.address_pace import AddressPace
from realtime.transports.origins import Origins
from realtime.transports.preflight import preflight
from realtime.transports.request_body import read_body

_NAME = "realtime.emulation"
#: What names and quoting add to a frame, at most: quotes inside are escaped.
_QUOTING = 2


class _Frame(msgspec.Struct):
    session: str
    node: str
    data: str


_decoder = msgspec.json.Decoder(_Frame)
_encoder = msgspec.json.Encoder()


class Emulation:
    """An ASGI application for one path, and the streams of this node by their secret."""

    def __init__(
        self,
        control: Control,
        *,
        node: str,
        origins: Origins,
        pace: AddressPace,
        frame_bytes: int,
    ) -> None:
        self._control = control
        self._node = node
        self._origins = origins
        self._pace = pace
        self._frame_bytes = frame_bytes
        self._sessions: dict[str, Session] = {}
        control.on(_NAME, self._receive)

    @contextmanager
    def holding(self, session: Session) -> Iterator[None]:
        """Give frames to a stream of this node, until left."""
        self._sessions[session.stream] = session
        try:
            yield
        finally:
            del self._sessions[session.stream]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one frame; the answer to its commands goes down the stream."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            response = preflight(request, self._origins)
        else:
            response = await self._take(request)
        await response(scope, receive, send)

    async def _take(self, request: Request) -> Response:
        foreign = self._origins.refusal(request.scope)
        if foreign is not None:
            return foreign
        headers = self._origins.headers(request.scope)
        hurry = self._pace.refusal(request.scope, "frames", headers)
        if hurry is not None:
            return hurry
        body = await read_body(request, self._frame_bytes * _QUOTING)
        if body is None:
            return PlainTextResponse("the frame is too long", 413, headers)
        try:
            frame = _decoder.decode(body)
        except (msgspec.MsgspecError, RecursionError):
            text = 'expected {"session": ..., "node": ..., "data": "<a frame>"}'
            return PlainTextResponse(text, 400, headers)
        try:
            found = await self._pass_on(frame)
        except BrokerUnavailable:
            return PlainTextResponse("the node cannot be reached now: try again", 503, headers)
        if not found:
            return PlainTextResponse("no such stream: connect again", 404, headers)
        return Response(status_code=204, headers=headers)

    async def _pass_on(self, frame: _Frame) -> bool:
        if frame.node != self._node:
            return await self._control.send_to(frame.node, _NAME, _encoder.encode(frame))
        return self._deliver(frame)

    def _receive(self, payload: bytes) -> None:
        self._deliver(_decoder.decode(payload))

    def _deliver(self, frame: _Frame) -> bool:
        """Give a frame to its stream, if that is here; return whether it is."""
        session = self._sessions.get(frame.session)
        if session is not None:
            session.receive(frame.data)
        return session is not None
