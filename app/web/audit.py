"""The audit log over HTTP, for those who may read it."""

from datetime import datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.platform.audit import reading
from app.platform.http import json_response
from app.platform.permissions import Permission
from app.platform.query import whole_number
from app.platform.routing import GuardedRoute

PAGE = 50
LONGEST_PAGE = 200


class AuditEntryShown(msgspec.Struct, frozen=True):
    """One deed; `hash` in hexadecimal is what `dorandoran audit verify --head` takes."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, str | int | bool | None]
    hash: str


class AuditPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """Deeds, the newest first; `before` asks for the page after this one."""

    entries: list[AuditEntryShown]
    before: int | None = None


def audit_routes() -> list[BaseRoute]:
    """Return the one route, `GET /api/v1/admin/audit`."""
    return [GuardedRoute("GET /api/v1/admin/audit", read_audit, needs=Permission.READ_AUDIT)]


async def read_audit(request: Request) -> Response:
    """Answer a page of the log."""
    limit = whole_number(request, "limit", most=LONGEST_PAGE) or PAGE
    entries = await reading.page(before=whole_number(request, "before"), limit=limit)
    shown = [
        AuditEntryShown(
            id=entry.id,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            subject=entry.subject,
            details=dict(reading.deed_of(entry).details),
            hash=bytes(entry.hash).hex(),
        )
        for entry in entries
    ]
    more = len(shown) == limit and shown[-1].id > 1
    return json_response(AuditPage(shown, before=shown[-1].id if more else None))
