"""Which names this server answers to: another site's name that leads here is refused."""

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.platform.errors import Problem
from app.platform.settings import Settings
from app.web.refusal import refuse

# Asked by machines, by the address of a container.
PROBES = ("/healthz", "/readyz", "/startupz")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class MisdirectedRequest(Problem):
    """Meant for another server (RFC 9110, 15.5.20)."""

    status, code, name, title = 421, 421, "misdirected", "Not this server"


class Hosts:
    """Refuses what is addressed to another name, before anything looks at it.

    A page of another site that had its own name lead here (DNS rebinding) would otherwise be taken
    for ours by a browser. `any_address`: whoever writes an address instead of a name is no such
    page.
    """

    def __init__(self, app: ASGIApp, names: Collection[str], *, any_address: bool) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)
        self._any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is meant for us."""
        if scope["type"] == "lifespan" or scope["path"] in PROBES or self._is_ours(scope):
            await self._app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        problem = MisdirectedRequest("This server answers to its own name: set PUBLIC_URL to it")
        await refuse(problem, scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        given = Headers(scope=scope).getlist("host")
        if len(given) != 1:
            return False
        try:
            name = (urlsplit(f"//{given[0]}").hostname or "").lower()
        except ValueError:
            return False
        return name in self._names or (self._any_address and _is_address(name))


def own_names(settings: Settings) -> tuple[str, ...]:
    """Return the names under which this server is reached."""
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    return tuple(name for name in (*LOOPBACK, settings.host, public) if name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
