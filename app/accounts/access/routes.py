"""The public keys over HTTP (RFC 7517, 5; RFC 8615)."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts.access.access import Access
from app.platform.routing import GuardedRoute

# Long enough to spare us the asking, short enough for a new key to be known before it signs.
PUBLIC_KEYS_SECONDS = 300


def routes(access: Access) -> list[BaseRoute]:
    """Return the one route, `/.well-known/jwks.json`."""

    async def public_keys(_request: Request) -> Response:
        return Response(
            msgspec.json.encode(access.public_keys()),
            media_type="application/jwk-set+json",
            headers={"cache-control": f"public, max-age={PUBLIC_KEYS_SECONDS}"},
        )

    return [GuardedRoute("GET /.well-known/jwks.json", public_keys, needs=None)]
