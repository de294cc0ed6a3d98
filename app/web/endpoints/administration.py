"""What administrators do and read."""

from app.accounts.administration import schemas as administration
from app.web.audit import AuditPage
from app.web.endpoints.endpoint import Endpoint

ADMINISTRATION = (
    Endpoint(
        does="POST /api/v1/admin/accounts/search",
        summary="Find an account by its e-mail address.",
        takes=administration.FindAccounts,
        answers=administration.AccountsFound,
        problems=(403, 422),
    ),
    Endpoint(
        does="POST /api/v1/admin/accounts/{account_id}/suspension",
        summary="Suspend an account and end its sessions.",
        answers=administration.AccountShown,
        problems=(403, 404, 409),
    ),
    Endpoint(
        does="DELETE /api/v1/admin/accounts/{account_id}/suspension",
        summary="Give a suspended account back to its owner.",
        answers=administration.AccountShown,
        problems=(403, 404, 409),
    ),
    Endpoint(
        does="PUT /api/v1/admin/accounts/{account_id}/role",
        summary="Change an account's role; asks for a fresh proof.",
        takes=administration.ChangeRole,
        answers=administration.AccountShown,
        problems=(403, 404, 409, 422),
    ),
    Endpoint(
        does="DELETE /api/v1/admin/accounts/{account_id}/sessions",
        summary="End every session of an account.",
        answers=administration.SessionsEnded,
        problems=(403, 404),
    ),
    Endpoint(
        does="DELETE /api/v1/admin/sessions",
        summary="End every session of everybody; asks for a fresh proof.",
        answers=administration.SessionsEnded,
        problems=(403,),
    ),
)

AUDIT = (
    Endpoint(
        does="GET /api/v1/admin/audit",
        summary="What administrators and the machinery did.",
        answers=AuditPage,
        problems=(400, 403),
        query=("before", "limit"),
    ),
)
