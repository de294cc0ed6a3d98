"""Accounts over HTTP: entering, signing in and out, refreshing, and oneself."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.accounts import schemas
from app.accounts.service import AccountService
from app.platform.http import json_response, principal, read_body

# Long enough to spare us the asking, short enough for a new key to be known before it signs.
PUBLIC_KEYS_SECONDS = 300


def routes(service: AccountService) -> list[Route]:
    """Return the routes of accounts, all below `/api/v1` but the public keys (RFC 8615)."""
    endpoints = _Endpoints(service)
    return [
        Route("/api/v1/guests", endpoints.enter_as_guest, methods=["POST"]),
        Route("/api/v1/accounts", endpoints.register, methods=["POST"]),
        Route("/api/v1/sessions", endpoints.log_in, methods=["POST"]),
        Route("/api/v1/sessions/refresh", endpoints.refresh, methods=["POST"]),
        Route("/api/v1/sessions/current", endpoints.log_out, methods=["DELETE"]),
        Route("/api/v1/me", endpoints.me, methods=["GET"]),
        Route("/api/v1/me/credentials", endpoints.add_credentials, methods=["POST"]),
        Route("/.well-known/jwks.json", endpoints.public_keys, methods=["GET"]),
    ]


class _Endpoints:
    def __init__(self, service: AccountService) -> None:
        self._service = service

    async def enter_as_guest(self, request: Request) -> Response:
        wanted = await read_body(request, schemas.NewGuest)
        return json_response(await self._service.enter_as_guest(wanted), 201)

    async def register(self, request: Request) -> Response:
        wanted = await read_body(request, schemas.NewAccount)
        return json_response(await self._service.register(wanted), 201)

    async def log_in(self, request: Request) -> Response:
        given = await read_body(request, schemas.LogIn)
        return json_response(await self._service.log_in(given), 201)

    async def refresh(self, request: Request) -> Response:
        given = await read_body(request, schemas.Refresh)
        return json_response(await self._service.refresh(given.refresh_token))

    async def log_out(self, request: Request) -> Response:
        await self._service.log_out(principal(request))
        return Response(status_code=204)

    async def me(self, request: Request) -> Response:
        return json_response(await self._service.profile(principal(request)))

    async def add_credentials(self, request: Request) -> Response:
        asking = principal(request)
        given = await read_body(request, schemas.Credentials)
        return json_response(await self._service.add_credentials(asking, given))

    async def public_keys(self, _request: Request) -> Response:
        return Response(
            msgspec.json.encode(self._service.public_keys()),
            headers={"cache-control": f"public, max-age={PUBLIC_KEYS_SECONDS}"},
            media_type="application/jwk-set+json",
        )
