"""Sessions over HTTP: renewed and ended."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts import schemas
from app.accounts.sessions.service import Sessions
from app.platform.http import json_response, principal, read_body
from app.platform.permissions import Permission
from app.platform.rates.classes import RateClass
from app.platform.routing import GuardedRoute


def routes(sessions: Sessions) -> list[BaseRoute]:
    """Return the routes, all below `/api/v1/sessions`."""
    endpoints = _Endpoints(sessions)
    return [
        GuardedRoute(
            "POST /api/v1/sessions/refresh",
            endpoints.refresh,
            needs=None,
            rate_class=RateClass.REFRESH,
        ),
        GuardedRoute(
            "DELETE /api/v1/sessions/current", endpoints.log_out, needs=Permission.OWN_ACCOUNT
        ),
    ]


class _Endpoints:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def refresh(self, request: Request) -> Response:
        given = await read_body(request, schemas.Refresh)
        return json_response(await self._sessions.refresh(given.refresh_token))

    async def log_out(self, request: Request) -> Response:
        await self._sessions.log_out(principal(request))
        return Response(status_code=204)
