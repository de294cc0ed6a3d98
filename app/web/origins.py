"""Browser origins: whose pages may open sockets, read the API and change something through it."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.platform.errors import Forbidden
from app.platform.settings import Settings
from app.web.refusal import refuse

API = "/api/"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
READABLE = ("retry-after", "ratelimit", "ratelimit-policy", "x-request-id")
PREFLIGHT_SECONDS = 600


def origins(settings: Settings) -> list[str]:
    """Return this server's own origins and those of ALLOWED_ORIGINS."""
    own = {f"http://{host}:{settings.port}" for host in ("localhost", "127.0.0.1", settings.host)}
    if settings.public_url is not None:
        parts = urlsplit(settings.public_url)
        own.add(f"{parts.scheme}://{parts.netloc}")
    return sorted(own | set(settings.allowed_origins))


class ForeignOrigin(Forbidden):
    """A page of another site asked for a change."""

    name, title = "foreign-origin", "Not from there"


class SharedApi:
    """Lets pages of `allowed` origins read the API (Fetch standard, CORS protocol).

    Without credentials: whoever asks has a token in the request itself, and no cookie that a
    browser adds by itself signs anybody in.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=list(allowed),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["authorization", "content-type", "idempotency-key"],
            expose_headers=list(READABLE),
            max_age=PREFLIGHT_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the API with its CORS headers; all else has none, or its own."""
        shared = scope["type"] == "http" and scope["path"].startswith(API)
        await (self._shared if shared else self._app)(scope, receive, send)


class SameSite:
    """Refuses changes that a page of another origin asks for, before anything is read.

    The second lock beside the token: a form or an image of another site sends no `Authorization`.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self._app = app
        self._allowed = frozenset(origin.lower() for origin in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what no foreign page sent."""
        changes = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if changes and scope["path"].startswith(API) and self._is_foreign(Headers(scope=scope)):
            problem = ForeignOrigin("Ask from our own page, or name this origin in ALLOWED_ORIGINS")
            await refuse(problem, scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_foreign(self, headers: Headers) -> bool:
        """Say whether a browser names another site; who is no browser names none.

        Source: https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
        """
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}
        if not self._allowed.isdisjoint((origin.lower(), "*")):
            return False
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
