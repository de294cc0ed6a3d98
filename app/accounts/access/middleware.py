"""Puts who is asking into every HTTP request's scope, as `scope["principal"]`."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.accounts.access.access import Access
from app.accounts.errors import TokenInvalid
from app.platform.errors import Problem
from app.platform.principal import Principal


class PrincipalMiddleware:
    """Reads the Bearer token (RFC 6750, 2.1): a `Principal`, a `Problem` that says why, or None.

    It refuses nothing itself, so that what needs no token answers also beside an old one;
    `app.platform.http.principal` raises where a route does need it.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a socket says who it is in its first command instead."""
        if scope["type"] == "http":
            scope["principal"] = await self._asking(Headers(scope=scope))
        await self._app(scope, receive, send)

    async def _asking(self, headers: Headers) -> Principal | Problem | None:
        given = headers.getlist("authorization")
        if not given:
            return None
        scheme, _, token = given[0].partition(" ")
        if len(given) > 1 or scheme.lower() != "bearer":
            return TokenInvalid("Send one access token: Authorization: Bearer <token>")
        try:
            found, _ = await self._access.principal_for_token(token.strip())
        except Problem as reason:
            return reason
        return found
