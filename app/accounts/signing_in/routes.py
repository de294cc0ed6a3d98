"""Signing in over HTTP."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.accounts import schemas
from app.accounts.sessions.arrival import arrival_of
from app.accounts.signing_in.service import SigningIn
from app.platform.http import json_response, read_body


def routes(signing_in: SigningIn) -> list[Route]:
    """Return the routes, all below `/api/v1/sessions`."""
    endpoints = _Endpoints(signing_in)
    return [Route("/api/v1/sessions", endpoints.log_in, methods=["POST"])]


class _Endpoints:
    def __init__(self, signing_in: SigningIn) -> None:
        self._signing_in = signing_in

    async def log_in(self, request: Request) -> Response:
        given = await read_body(request, schemas.LogIn)
        return json_response(await self._signing_in.log_in(given, arrival_of(request)), 201)
