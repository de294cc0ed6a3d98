"""One's own sessions: seen with device and place, and ended, here or everywhere."""

from uuid import UUID

from tortoise.transactions import in_transaction

from app.accounts.events.outbox import Outbox
from app.accounts.factors.changes import locked_user
from app.accounts.factors.proofs import Proofs
from app.accounts.sessions import schemas
from app.accounts.sessions.models import Session
from app.accounts.sessions.service import Sessions
from app.platform.errors import NotFound
from app.platform.principal import Principal


class OwnSessions:
    """What the list of sessions does; a session of somebody else's is not there."""

    def __init__(self, *, sessions: Sessions, proofs: Proofs, outbox: Outbox) -> None:
        self._sessions = sessions
        self._proofs = proofs
        self._outbox = outbox

    async def list(self, principal: Principal) -> schemas.SessionsShown:
        """Return the open sessions, the caller's own first, then the last used."""
        rows = await Session.filter(user_id=principal.user_id, ended_at__isnull=True).order_by(
            "-last_used_at"
        )
        rows.sort(key=lambda row: row.id != principal.session_id)
        return schemas.SessionsShown([_shown(row, principal) for row in rows])

    async def end(self, principal: Principal, session_id: UUID) -> None:
        """End one session; one's own is a log-out.

        Another one wants a fresh proof (OWASP ASVS 5.0, 7.5.2). Raises `NotFound`, `ProofNeeded`.
        """
        if session_id != principal.session_id:
            await self._proofs.require_fresh(principal)
        async with in_transaction():
            session = await Session.get_or_none(
                id=session_id, user_id=principal.user_id, ended_at__isnull=True
            )
            if session is None:
                raise NotFound("There is no such session")
            await self._sessions.end(session, "ended_by_user")
        await self._outbox.hurry()

    async def end_everywhere(self, principal: Principal, *, keep_own: bool) -> None:
        """End all sessions, or all but the caller's. Raises `ProofNeeded` and `SessionEnded`."""
        await self._proofs.require_fresh(principal)
        kept = principal.session_id if keep_own else None
        async with in_transaction():
            await locked_user(principal)
            await self._sessions.end_all(principal.user_id, "ended_by_user", kept=kept)
        await self._outbox.hurry()


def _shown(row: Session, principal: Principal) -> schemas.SessionShown:
    return schemas.SessionShown(
        id=row.id,
        device=row.device,
        address_range=row.address_range,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        method=row.method,
        second_factor=row.second_factor,
        current=row.id == principal.session_id,
    )
