"""A request's body: not too long, not too slow, and not left lying on a connection that stays."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.platform.errors import Problem
from app.platform.http import BODY_LIMIT, BodyTooLarge
from app.web.refusal import refuse

# What has come already is taken in before a refusal; who sends more slowly begins anew.
LEFTOVER_SECONDS = 0.05


class BodyTooSlow(Problem):
    """The body did not arrive in time."""

    status, code, name, title = 408, 408, "body-too-slow", "Too slow"


class Bodies:
    """Watches the bodies of all requests, also of those that nobody reads."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request. What reads its body may be raised `BodyTooSlow`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, seconds=self._seconds, whole=not _has_body(Headers(scope=scope)))

        async def send_and_close(message: Message) -> None:
            if message["type"] == "http.response.start" and not await body.is_whole():
                MutableHeaders(scope=message)["connection"] = "close"
            await send(message)

        if _declared(Headers(scope=scope)) > BODY_LIMIT:
            problem = BodyTooLarge(f"A body may have {BODY_LIMIT} bytes")
            await refuse(problem, scope, receive, send_and_close)
            return
        await self._app(scope, body.receive, send_and_close)


class _Body:
    def __init__(self, receive: Receive, *, seconds: float, whole: bool) -> None:
        self._receive = receive
        self._due = asyncio.get_running_loop().time() + seconds
        self._whole = whole

    async def receive(self) -> Message:
        """Return the next part; once the body is whole, wait for the client's leaving."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._due):
                message = await self._receive()
        except TimeoutError:
            raise BodyTooSlow("The body took too long: send it again") from None
        self._whole = not (message["type"] == "http.request" and message.get("more_body", False))
        return message

    async def is_whole(self) -> bool:
        """Say whether the body has ended, taking in what has arrived of it."""
        try:
            async with asyncio.timeout(LEFTOVER_SECONDS):
                while not self._whole:
                    await self.receive()
        except (TimeoutError, BodyTooSlow):
            return False
        return True


def _has_body(headers: Mapping[str, str]) -> bool:
    """Say whether a body follows (RFC 9112, 6)."""
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _declared(headers: Mapping[str, str]) -> int:
    """Return the length that is declared; 0: none. h11 lets nothing but a number pass."""
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
