"""A request's id, its metric by route, and its line in the log."""

import time
import uuid

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.platform.logging import logger
from app.platform.metrics import Metrics
from app.platform.principal import Principal

log = logger(__name__)

# A client may send any word as a method; each label would be kept for ever.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

# A stream in a socket's place lasts as long as one, and is measured by its commands too.
SOCKET_PATHS = ("/connection/", "/emulation")

# Where the application leaves the name of the problem that it answered with.
PROBLEM = "dorandoran.problem"

# Probes and the page's files are counted, not logged.
QUIET_PATHS = ("/healthz", "/readyz", "/startupz", "/static/")


class Observing:
    """Measures every HTTP request; a socket is measured by its commands."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and record how it ended, by its route: a path may hold an id."""
        if scope["type"] != "http" or scope["path"].startswith(SOCKET_PATHS):
            await self._app(scope, receive, send)
            return
        request_id = uuid.uuid4().hex
        status = 500
        began = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                seconds = time.perf_counter() - began
                route = getattr(scope.get("route"), "path", "unknown")
                method = scope["method"] if scope["method"] in METHODS else "other"
                self._metrics.http_requests.labels(method, route, status).observe(seconds)
                if not scope["path"].startswith(QUIET_PATHS):
                    log.info(
                        "request",
                        method=method,
                        route=route,
                        status=status,
                        milliseconds=round(seconds * 1000, 1),
                        **_asking(scope),
                    )


def _asking(scope: Scope) -> dict[str, str]:
    """Say who asked, and what they were refused with: what an attack is recognised by."""
    said: dict[str, str] = {}
    if isinstance(found := scope.get("principal"), Principal):
        said["user_id"] = str(found.user_id)
    if isinstance(problem := scope.get(PROBLEM), str):
        said["problem"] = problem
    return said
