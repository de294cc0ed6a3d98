"""`/.well-known/security.txt`: where a hole may be reported (RFC 9116)."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.platform.clock import Clock
from app.platform.errors import NotFound
from app.platform.routing import GuardedRoute
from app.platform.settings import Settings

# RFC 9116, 2.5.5 advises less than a year; whoever reads it later asks again.
GOOD_FOR = timedelta(days=180)


def security_contact_routes(settings: Settings, *, clock: Clock) -> list[BaseRoute]:
    """Return the one route; without SECURITY_CONTACT there is nothing at it."""

    async def answer(_request: Request) -> Response:
        if settings.security_contact is None:
            raise NotFound("whoever runs this server names no contact: see SECURITY.md")
        expires = (clock.now() + GOOD_FOR).strftime("%Y-%m-%dT00:00:00Z")
        lines = [f"Contact: {settings.security_contact}", f"Expires: {expires}"]
        lines.append("Preferred-Languages: en, ko")
        if settings.public_url is not None:
            canonical = f"{settings.public_url.rstrip('/')}/.well-known/security.txt"
            lines.append(f"Canonical: {canonical}")
        # RFC 9116, 2.2 wants CRLF or LF after every line, the last one too.
        return Response("\n".join(lines) + "\n", media_type="text/plain; charset=utf-8")

    return [GuardedRoute("GET /.well-known/security.txt", answer, needs=None)]
