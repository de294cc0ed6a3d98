"""Accounts over HTTP: entering, and oneself."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts import schemas
from app.accounts.service import AccountService
from app.accounts.sessions.arrival import arrival_of
from app.accounts.signing_in.origin import origin_of, remember_device, with_device
from app.platform.http import json_response, principal, read_body
from app.platform.permissions import Permission
from app.platform.rates.classes import RateClass
from app.platform.routing import GuardedRoute


def routes(service: AccountService) -> list[BaseRoute]:
    """Return the routes, all below `/api/v1`."""
    endpoints = _Endpoints(service)
    return [
        GuardedRoute("POST /api/v1/guests", endpoints.enter_as_guest, needs=None),
        GuardedRoute("POST /api/v1/accounts", endpoints.register, needs=None),
        GuardedRoute("GET /api/v1/me", endpoints.me, needs=Permission.OWN_ACCOUNT),
        GuardedRoute(
            "POST /api/v1/me/credentials",
            endpoints.add_credentials,
            needs=Permission.OWN_ACCOUNT,
            rate_class=RateClass.CREDENTIALS,
        ),
    ]


class _Endpoints:
    def __init__(self, service: AccountService) -> None:
        self._service = service

    async def enter_as_guest(self, request: Request) -> Response:
        wanted = await read_body(request, schemas.NewGuest)
        signed = await self._service.enter_as_guest(wanted, arrival_of(request))
        return json_response(signed, 201)

    async def register(self, request: Request) -> Response:
        wanted = await read_body(request, schemas.NewAccount)
        origin = with_device(origin_of(request))
        signed = await self._service.register(wanted, arrival_of(request), origin)
        response = json_response(signed, 201)
        remember_device(request, response, origin)
        return response

    async def me(self, request: Request) -> Response:
        return json_response(await self._service.profile(principal(request)))

    async def add_credentials(self, request: Request) -> Response:
        asking = principal(request)
        given = await read_body(request, schemas.Credentials)
        origin = with_device(origin_of(request))
        response = json_response(await self._service.add_credentials(asking, given, origin))
        remember_device(request, response, origin)
        return response
