"""Factors over HTTP: the second step of signing in, fresh proofs, and codes."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts.factors.codes import schemas as codes
from app.accounts.factors.codes.recovery import RecoveryCodes
from app.accounts.factors.codes.totp import Totp
from app.accounts.factors.keeping import keeps_others
from app.accounts.factors.proving import Proving
from app.accounts.factors.schemas import ProofGiven, SecondFactorGiven, answer
from app.accounts.factors.second_factor import SecondFactor
from app.accounts.sessions.arrival import arrival_of
from app.accounts.signing_in.origin import origin_of, remember_device, with_device
from app.platform.http import json_response, principal, read_body
from app.platform.permissions import Permission
from app.platform.rates.classes import RateClass
from app.platform.routing import GuardedRoute


def routes(
    second_factor: SecondFactor, proving: Proving, totp: Totp, recovery_codes: RecoveryCodes
) -> list[BaseRoute]:
    """Return the routes, all below `/api/v1`."""
    steps, own = _Steps(second_factor, proving), _Codes(totp, recovery_codes)
    return [
        GuardedRoute("POST /api/v1/sessions/second-factor", steps.finish, needs=None),
        *(
            GuardedRoute(does, handler, needs=Permission.OWN_ACCOUNT, rate_class=rate_class)
            for does, handler, rate_class in (
                ("GET /api/v1/me/factors", steps.show, None),
                ("POST /api/v1/me/proof/options", steps.offer, None),
                ("POST /api/v1/me/proof", steps.prove, RateClass.CREDENTIALS),
                ("POST /api/v1/me/totp", own.begin, None),
                ("POST /api/v1/me/totp/confirmed", own.confirm, RateClass.CREDENTIALS),
                ("DELETE /api/v1/me/totp", own.remove, None),
                ("POST /api/v1/me/recovery-codes", own.renew, None),
            )
        ),
    ]


class _Steps:
    def __init__(self, second_factor: SecondFactor, proving: Proving) -> None:
        self._second_factor = second_factor
        self._proving = proving

    async def finish(self, request: Request) -> Response:
        given = await read_body(request, SecondFactorGiven)
        origin = with_device(origin_of(request))
        signed = await self._second_factor.finish(given, arrival_of(request), origin)
        response = answer(signed)
        remember_device(request, response, origin)
        return response

    async def show(self, request: Request) -> Response:
        return json_response(await self._proving.owned(principal(request)))

    async def offer(self, request: Request) -> Response:
        return json_response(await self._proving.offer(principal(request)))

    async def prove(self, request: Request) -> Response:
        asking = principal(request)
        given = await read_body(request, ProofGiven)
        origin = with_device(origin_of(request))
        response = answer(await self._proving.prove(asking, given, arrival_of(request), origin))
        remember_device(request, response, origin)
        return response


class _Codes:
    def __init__(self, totp: Totp, recovery_codes: RecoveryCodes) -> None:
        self._totp = totp
        self._recovery_codes = recovery_codes

    async def begin(self, request: Request) -> Response:
        return json_response(await self._totp.begin(principal(request)), 201)

    async def confirm(self, request: Request) -> Response:
        asking = principal(request)
        given = await read_body(request, codes.TotpConfirmed)
        return json_response(await self._totp.confirm(asking, given))

    async def remove(self, request: Request) -> Response:
        await self._totp.remove(principal(request), end_others=not keeps_others(request))
        return Response(status_code=204)

    async def renew(self, request: Request) -> Response:
        asking = principal(request)
        given = await read_body(request, codes.NewRecoveryCodes)
        return json_response(await self._recovery_codes.renew(asking, given), 201)
