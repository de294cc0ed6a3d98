"""Which browser pages may connect: what the `Origin` of a request is compared with."""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from realtime.observer import Observer
from realtime.transports.client_address import client_address


class Origins:
    """`allowed` are what browsers send, such as `https://example.com`; `*` allows all."""

    def __init__(self, allowed: Collection[str], observer: Observer) -> None:
        self._allowed = frozenset(origin.lower() for origin in allowed)
        self._observer = observer

    def refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a page that may not connect; None for one that may."""
        if self.allow(scope):
            return None
        self._observer.turned_away("origin", client_address(scope))
        return PlainTextResponse("origin not allowed", 403)

    def allow(self, scope: Scope) -> bool:
        """Whether the request may be served. A client that sends none is no browser."""
        origin = Headers(scope=scope).get("origin")
        return origin is None or not self._allowed.isdisjoint((origin.lower(), "*"))

    def headers(self, scope: Scope) -> dict[str, str]:
        """Return what lets a page of another origin read the answer, where it is allowed to.

        Source: https://fetch.spec.whatwg.org/#http-cors-protocol
        """
        origin = Headers(scope=scope).get("origin")
        if origin is None or not self.allow(scope):
            return {}
        return {
            "access-control-allow-origin": origin,
            "access-control-allow-credentials": "true",
            "vary": "Origin",
        }
