"""Signing in over HTTP."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts import schemas
from app.accounts.sessions.arrival import arrival_of
from app.accounts.signing_in.service import SigningIn
from app.platform.http import json_response, read_body
from app.platform.routing import GuardedRoute


def routes(signing_in: SigningIn) -> list[BaseRoute]:
    """Return the routes, all below `/api/v1/sessions`."""
    endpoints = _Endpoints(signing_in)
    return [GuardedRoute("POST /api/v1/sessions", endpoints.log_in, needs=None)]


class _Endpoints:
    def __init__(self, signing_in: SigningIn) -> None:
        self._signing_in = signing_in

    async def log_in(self, request: Request) -> Response:
        given = await read_body(request, schemas.LogIn)
        return json_response(await self._signing_in.log_in(given, arrival_of(request)), 201)
