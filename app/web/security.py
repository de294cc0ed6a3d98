"""Headers that every answer carries (OWASP ASVS 5.0, V3.4)."""

from collections.abc import Collection, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Of a page: only files of ours, nothing written into it, no frame around it (CSP Level 3).
PAGE_RULES: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    # No text becomes markup or script: the page builds its elements one by one.
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
# Of data that somebody opens as if it were a page: it may do nothing at all.
DATA_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)",
    # What may be kept says so itself.
    "cache-control": "no-store",
}
# RFC 6797; only where learners come over TLS, since elsewhere it means nothing.
OVER_TLS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
PAGE = "text/html"


def page_policy(origins: Collection[str] = ()) -> str:
    """Return the policy of pages; sockets are opened to `origins`.

    Not every browser counts a socket of one's own host as `'self'`.
    """
    sockets = sorted(f"ws{each.removeprefix('http')}" for each in origins if each != "*")
    rules = {**PAGE_RULES, "connect-src": " ".join(("'self'", *sockets))}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class SecurityHeaders:
    """Adds the headers where an answer does not bring its own."""

    def __init__(
        self, app: ASGIApp, *, origins: Collection[str] = (), over_tls: bool = False
    ) -> None:
        self._app = app
        self._headers: Mapping[str, str] = {**HEADERS, **(OVER_TLS if over_tls else {})}
        self._page_policy = page_policy(origins)
        self._over_tls = over_tls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer with the headers."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        if self._over_tls:
            # A proxy before us may not say so; cookies and addresses are made after this.
            scope["scheme"] = "https" if scope["type"] == "http" else "wss"

        async def send_with_headers(message: Message) -> None:
            # The second is of a socket that was refused.
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith(PAGE)
                policy = self._page_policy if is_page else DATA_POLICY
                headers.setdefault("content-security-policy", policy)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
