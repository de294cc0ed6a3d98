"""Signing in over HTTP."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts import schemas
from app.accounts.factors.schemas import answer
from app.accounts.sessions.arrival import arrival_of
from app.accounts.signing_in.origin import origin_of, remember_device, with_device
from app.accounts.signing_in.service import SigningIn
from app.platform.http import read_body
from app.platform.routing import GuardedRoute


def routes(signing_in: SigningIn) -> list[BaseRoute]:
    """Return the routes, all below `/api/v1/sessions`."""
    endpoints = _Endpoints(signing_in)
    return [
        GuardedRoute(
            "POST /api/v1/sessions",
            endpoints.log_in,
            needs=None,
            first=signing_in.refuse_where_full,
        )
    ]


class _Endpoints:
    def __init__(self, signing_in: SigningIn) -> None:
        self._signing_in = signing_in

    async def log_in(self, request: Request) -> Response:
        given = await read_body(request, schemas.LogIn)
        origin = with_device(origin_of(request))
        response = answer(await self._signing_in.log_in(given, arrival_of(request), origin))
        remember_device(request, response, origin)
        return response
