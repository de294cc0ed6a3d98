"""Hands every request the one who limits it, and every answer what is left of its limits."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.platform.rates.admission import ADMISSION, Admission, fields_of


class Limiting:
    """Limits nothing itself: a route does, which knows its class (`GuardedRoute`)."""

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app = app
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer with the fields."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[ADMISSION] = self._admission

        async def send_with_fields(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(fields_of(scope))
            await send(message)

        await self._app(scope, receive, send_with_fields)
