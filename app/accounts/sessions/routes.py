"""Sessions over HTTP: renewed and ended."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts import schemas
from app.accounts.sessions.own import OwnSessions
from app.accounts.sessions.service import Sessions
from app.platform.errors import NotFound
from app.platform.http import json_response, principal, read_body
from app.platform.permissions import Permission
from app.platform.rates.classes import RateClass
from app.platform.routing import GuardedRoute


def routes(sessions: Sessions, own: OwnSessions) -> list[BaseRoute]:
    """Return the routes, all below `/api/v1/sessions`."""
    endpoints, needs = _Endpoints(sessions, own), Permission.OWN_ACCOUNT
    return [
        GuardedRoute(
            "POST /api/v1/sessions/refresh",
            endpoints.refresh,
            needs=None,
            rate_class=RateClass.REFRESH,
        ),
        GuardedRoute("GET /api/v1/sessions", endpoints.list, needs=needs),
        GuardedRoute("DELETE /api/v1/sessions", endpoints.end_all, needs=needs),
        GuardedRoute("DELETE /api/v1/sessions/current", endpoints.log_out, needs=needs),
        GuardedRoute("DELETE /api/v1/sessions/others", endpoints.end_others, needs=needs),
        GuardedRoute("DELETE /api/v1/sessions/{session_id}", endpoints.end, needs=needs),
    ]


class _Endpoints:
    def __init__(self, sessions: Sessions, own: OwnSessions) -> None:
        self._sessions = sessions
        self._own = own

    async def refresh(self, request: Request) -> Response:
        given = await read_body(request, schemas.Refresh)
        return json_response(await self._sessions.refresh(given.refresh_token))

    async def log_out(self, request: Request) -> Response:
        await self._sessions.log_out(principal(request))
        return Response(status_code=204)

    async def list(self, request: Request) -> Response:
        return json_response(await self._own.list(principal(request)))

    async def end(self, request: Request) -> Response:
        try:
            session_id = UUID(request.path_params["session_id"])
        except ValueError as error:
            raise NotFound("There is no such session") from error
        await self._own.end(principal(request), session_id)
        return Response(status_code=204)

    async def end_others(self, request: Request) -> Response:
        await self._own.end_everywhere(principal(request), keep_own=True)
        return Response(status_code=204)

    async def end_all(self, request: Request) -> Response:
        await self._own.end_everywhere(principal(request), keep_own=False)
        return Response(status_code=204)
