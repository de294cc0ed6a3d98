"""An account's life over HTTP: e-mail verified and changed, exported, deleted, taken back."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute

from app.accounts.lifecycle import schemas
from app.accounts.lifecycle.deletion import Deletion
from app.accounts.lifecycle.email_change import EmailChange
from app.accounts.lifecycle.export import Export
from app.accounts.lifecycle.verification import EmailVerification
from app.platform.http import principal, read_body
from app.platform.permissions import Permission
from app.platform.rates.classes import RateClass
from app.platform.routing import GuardedRoute

# A name of ours: nothing that anybody wrote stands in a header.
ATTACHMENT = 'attachment; filename="dorandoran-export.zip"'


def routes(
    *,
    verification: EmailVerification,
    email_change: EmailChange,
    deletion: Deletion,
    export: Export,
) -> list[BaseRoute]:
    """Return the routes. What a link in a mailbox carries is good in a session of its account."""
    email = _Email(verification, email_change)
    account = _Account(deletion, export)
    own = Permission.OWN_ACCOUNT
    return [
        GuardedRoute(
            "POST /api/v1/email/verification",
            email.ask_verification,
            needs=own,
            rate_class=RateClass.MAIL,
        ),
        GuardedRoute("POST /api/v1/email/verified", email.verify, needs=own),
        GuardedRoute(
            "POST /api/v1/me/email", email.ask_change, needs=own, rate_class=RateClass.MAIL
        ),
        GuardedRoute("POST /api/v1/email/changed", email.change, needs=own),
        GuardedRoute(
            "POST /api/v1/me/export", account.export, needs=own, rate_class=RateClass.EXPORT
        ),
        GuardedRoute("DELETE /api/v1/me", account.delete, needs=own),
        GuardedRoute("POST /api/v1/account/restored", account.restore, needs=None),
    ]


class _Email:
    def __init__(self, verification: EmailVerification, change: EmailChange) -> None:
        self._verification = verification
        self._change = change

    async def ask_verification(self, request: Request) -> Response:
        await self._verification.ask(principal(request))
        return Response(status_code=202)

    async def verify(self, request: Request) -> Response:
        asking = principal(request)
        given = await read_body(request, schemas.MailedToken)
        await self._verification.take(asking, given.token)
        return Response(status_code=204)

    async def ask_change(self, request: Request) -> Response:
        asking = principal(request)
        given = await read_body(request, schemas.ChangeEmail)
        await self._change.ask(asking, given.email)
        return Response(status_code=202)

    async def change(self, request: Request) -> Response:
        asking = principal(request)
        given = await read_body(request, schemas.NewAddress)
        await self._change.confirm(asking, given.token, end_others=given.end_other_sessions)
        return Response(status_code=204)


class _Account:
    def __init__(self, deletion: Deletion, export: Export) -> None:
        self._deletion = deletion
        self._export = export

    async def export(self, request: Request) -> Response:
        pieces = await self._export.begin(principal(request))
        headers = {"cache-control": "no-store", "content-disposition": ATTACHMENT}
        return StreamingResponse(pieces, media_type="application/zip", headers=headers)

    async def delete(self, request: Request) -> Response:
        await self._deletion.ask(principal(request))
        return Response(status_code=204)

    async def restore(self, request: Request) -> Response:
        given = await read_body(request, schemas.RestoreAccount)
        await self._deletion.restore(given.ticket)
        return Response(status_code=204)
