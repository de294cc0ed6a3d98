"""The cookie that binds what was begun to the browser it was begun in.

Whoever only knows a link (the callback's, or the one after it) can do nothing with it in another
browser: neither sign a victim in to the attacker's account, nor finish what a victim began.
"""

import hashlib
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

VALUE_BYTES = 32
VALUE = re.compile(r"[A-Za-z0-9_-]{43}")
# Longer than all that is bound to it: the way through the provider, and registering after it.
SECONDS = 1800


class Browsers:
    """Recognises a browser for half an hour by a random number that it was given."""

    def __init__(self, *, secure: bool) -> None:
        """`secure`: learners come over TLS, so the cookie may be one that only we can set."""
        self._secure = secure
        # `__Host-` (RFC 6265bis, 4.1.3.2): no other host of the domain, nor plain HTTP, can set it.
        self._name = "__Host-sign-in" if secure else "sign-in"

    def shown(self, request: Request) -> str | None:
        """Return the number that the browser shows, or None where it shows none of ours."""
        value = request.cookies.get(self._name, "")
        return value if VALUE.fullmatch(value) else None

    def remember(self, response: Response, value: str) -> None:
        """Let the browser show `value` from now on.

        `Lax`, because the callback is reached from the provider's site.
        """
        response.set_cookie(
            self._name,
            value,
            max_age=SECONDS,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )


def new_browser() -> str:
    """Return a number for a browser that shows none."""
    return secrets.token_urlsafe(VALUE_BYTES)


def browser_hash(value: str) -> bytes:
    """Return what is kept of a browser's number."""
    return hashlib.sha256(value.encode()).digest()
