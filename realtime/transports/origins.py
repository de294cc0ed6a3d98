"""Which browser pages may connect: what the `Origin` of a request is compared with."""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import Scope


class Origins:
    """`allowed` are what browsers send, such as `https://example.com`; `*` allows all."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(origin.lower() for origin in allowed)

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
