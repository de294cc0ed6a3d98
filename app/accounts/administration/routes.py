"""Administering accounts over HTTP."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts.administration import schemas
from app.accounts.administration.service import Administration
from app.accounts.factors.proofs import Proofs
from app.platform.errors import NotFound
from app.platform.http import json_response, principal, read_body
from app.platform.permissions import Permission
from app.platform.routing import GuardedRoute, Handler


def routes(administration: Administration, proofs: Proofs) -> list[BaseRoute]:
    """Return the routes, all below `/api/v1/admin`."""
    endpoints = _Endpoints(administration, proofs)

    def route(does: str, handler: Handler) -> BaseRoute:
        return GuardedRoute(does, handler, needs=Permission.ADMINISTER_ACCOUNTS)

    account = "/api/v1/admin/accounts/{account_id}"
    return [
        route("POST /api/v1/admin/accounts/search", endpoints.find),
        route(f"POST {account}/suspension", endpoints.suspend),
        route(f"DELETE {account}/suspension", endpoints.reactivate),
        route(f"PUT {account}/role", endpoints.change_role),
        route(f"DELETE {account}/sessions", endpoints.end_sessions),
        route("DELETE /api/v1/admin/sessions", endpoints.end_every_session),
    ]


class _Endpoints:
    def __init__(self, administration: Administration, proofs: Proofs) -> None:
        self._administration = administration
        self._proofs = proofs

    async def find(self, request: Request) -> Response:
        wanted = await read_body(request, schemas.FindAccounts)
        found = await self._administration.find(wanted.email, actor=_actor(request))
        erased_at = await self._administration.erased_at(wanted.email)
        return json_response(schemas.AccountsFound(found, erased_at))

    async def suspend(self, request: Request) -> Response:
        return json_response(
            await self._administration.suspend(_account(request), actor=_actor(request))
        )

    async def reactivate(self, request: Request) -> Response:
        return json_response(
            await self._administration.reactivate(_account(request), actor=_actor(request))
        )

    async def change_role(self, request: Request) -> Response:
        """Who may administer is decided only by somebody who has just proved who they are."""
        await self._proofs.require_fresh(principal(request))
        wanted = await read_body(request, schemas.ChangeRole)
        return json_response(
            await self._administration.change_role(
                _account(request), wanted.role, actor=_actor(request)
            )
        )

    async def end_sessions(self, request: Request) -> Response:
        ended = await self._administration.end_sessions(_account(request), actor=_actor(request))
        return json_response(schemas.SessionsEnded(ended))

    async def end_every_session(self, request: Request) -> Response:
        """End the caller's own too."""
        await self._proofs.require_fresh(principal(request))
        ended = await self._administration.end_every_session(actor=_actor(request))
        return json_response(schemas.SessionsEnded(ended))


def _actor(request: Request) -> str:
    return str(principal(request).user_id)


def _account(request: Request) -> UUID:
    try:
        return UUID(request.path_params["account_id"])
    except ValueError as error:
        raise NotFound("there is no such account") from error
