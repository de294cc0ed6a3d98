"""Passkeys over HTTP: coming in with one, and one's own."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts.factors.keeping import keeps_others
from app.accounts.factors.passkeys import schemas
from app.accounts.factors.passkeys.service import Passkeys
from app.accounts.factors.passkeys.signing_in import PasskeySigningIn
from app.accounts.factors.schemas import answer
from app.accounts.schemas import NewPerson
from app.accounts.sessions.arrival import arrival_of
from app.platform.errors import NotFound
from app.platform.http import json_response, principal, read_body
from app.platform.permissions import Permission
from app.platform.routing import GuardedRoute


def routes(passkeys: Passkeys, signing_in: PasskeySigningIn) -> list[BaseRoute]:
    """Return the routes, all below `/api/v1`."""
    ways_in, own = _WaysIn(signing_in), _Own(passkeys)
    return [
        GuardedRoute("POST /api/v1/sessions/passkey/options", ways_in.offer, needs=None),
        GuardedRoute("POST /api/v1/sessions/passkey", ways_in.log_in, needs=None),
        GuardedRoute("POST /api/v1/accounts/passkey/options", ways_in.offer_account, needs=None),
        GuardedRoute("POST /api/v1/accounts/passkey", ways_in.register, needs=None),
        *(
            GuardedRoute(does, handler, needs=Permission.OWN_ACCOUNT)
            for does, handler in (
                ("GET /api/v1/me/passkeys", own.show),
                ("POST /api/v1/me/passkeys/options", own.offer),
                ("POST /api/v1/me/passkeys", own.add),
                ("PATCH /api/v1/me/passkeys/{passkey_id}", own.rename),
                ("DELETE /api/v1/me/passkeys/{passkey_id}", own.remove),
            )
        ),
    ]


class _WaysIn:
    def __init__(self, signing_in: PasskeySigningIn) -> None:
        self._signing_in = signing_in

    async def offer(self, _request: Request) -> Response:
        return json_response(await self._signing_in.offer())

    async def log_in(self, request: Request) -> Response:
        given = await read_body(request, schemas.PasskeyLogIn)
        return answer(await self._signing_in.log_in(given, arrival_of(request)))

    async def offer_account(self, request: Request) -> Response:
        person = await read_body(request, NewPerson)
        return json_response(await self._signing_in.offer_account(person))

    async def register(self, request: Request) -> Response:
        given = await read_body(request, schemas.FirstPasskey)
        return json_response(await self._signing_in.register(given, arrival_of(request)), 201)


class _Own:
    def __init__(self, passkeys: Passkeys) -> None:
        self._passkeys = passkeys

    async def show(self, request: Request) -> Response:
        return json_response(await self._passkeys.owned(principal(request)))

    async def offer(self, request: Request) -> Response:
        return json_response(await self._passkeys.offer(principal(request)))

    async def add(self, request: Request) -> Response:
        given = await read_body(request, schemas.NewPasskey)
        return json_response(await self._passkeys.add(principal(request), given), 201)

    async def rename(self, request: Request) -> Response:
        given = await read_body(request, schemas.PasskeyRenamed)
        renamed = await self._passkeys.rename(principal(request), _passkey_id(request), given)
        return json_response(renamed)

    async def remove(self, request: Request) -> Response:
        await self._passkeys.remove(
            principal(request), _passkey_id(request), end_others=not keeps_others(request)
        )
        return Response(status_code=204)


def _passkey_id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["passkey_id"])
    except ValueError:
        raise NotFound("There is no such passkey of yours") from None
