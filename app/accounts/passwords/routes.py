"""Passwords over HTTP: changed when signed in, reset by mail when not."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts.passwords import schemas
from app.accounts.passwords.service import PasswordChanges
from app.accounts.signing_in.origin import origin_of
from app.platform.http import principal, read_body
from app.platform.permissions import Permission
from app.platform.rates.classes import RateClass
from app.platform.routing import GuardedRoute


def routes(changes: PasswordChanges) -> list[BaseRoute]:
    """Return the routes."""
    endpoints = _Endpoints(changes)
    return [
        GuardedRoute(
            "POST /api/v1/me/password",
            endpoints.change,
            needs=Permission.OWN_ACCOUNT,
            rate_class=RateClass.CREDENTIALS,
        ),
        GuardedRoute(
            "POST /api/v1/password/reset",
            endpoints.ask_reset,
            needs=None,
            rate_class=RateClass.MAIL,
        ),
        GuardedRoute("POST /api/v1/password/new", endpoints.reset, needs=None),
    ]


class _Endpoints:
    def __init__(self, changes: PasswordChanges) -> None:
        self._changes = changes

    async def change(self, request: Request) -> Response:
        asking = principal(request)
        given = await read_body(request, schemas.ChangePassword)
        await self._changes.change(asking, given, origin_of(request))
        return Response(status_code=204)

    async def ask_reset(self, request: Request) -> Response:
        given = await read_body(request, schemas.AskReset)
        await self._changes.ask_reset(given.email)
        return Response(status_code=202)

    async def reset(self, request: Request) -> Response:
        given = await read_body(request, schemas.ResetPassword)
        await self._changes.reset(given, origin_of(request))
        return Response(status_code=204)
