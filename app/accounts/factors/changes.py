"""What every change of a factor brings with it: an event, an audit entry, the end of sessions."""

from typing import Literal

from app.accounts.errors import session_ended
from app.accounts.events.account_event import PasswordChanged
from app.accounts.events.outbox import Outbox
from app.accounts.factors.owned import Owned
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.accounts.sessions.service import Sessions
from app.platform.audit.chain import Details
from app.platform.audit.log import AuditLog
from app.platform.errors import Conflict
from app.platform.principal import Principal

What = Literal["passkey", "totp", "recovery_codes", "identity"]


class Changes:
    """Recorded in the transaction of the change."""

    def __init__(self, *, sessions: Sessions, outbox: Outbox, audit: AuditLog) -> None:
        self._sessions = sessions
        self._outbox = outbox
        self._audit = audit
        self.hurry = outbox.hurry

    async def record(
        self,
        principal: Principal,
        what: What,
        action: str,
        *,
        end_others: bool = False,
        details: Details | None = None,
    ) -> None:
        """Tell of a change of the caller's own factors; say `hurry` once it is committed.

        `action` is what the audit log calls it, with `details`. `end_others` ends every session
        but the caller's: whoever came in by what was there before comes in anew.
        """
        if end_others:
            await self._sessions.end_all(
                principal.user_id, "factor_changed", kept=principal.session_id
            )
        await self._outbox.record(
            PasswordChanged(user_id=principal.user_id, kept_session=principal.session_id, what=what)
        )
        await self._audit.record(
            actor=principal.user_id, action=action, subject=principal.user_id, details=details
        )


async def locked_user(principal: Principal) -> User:
    """Return the caller's row, locked: of two changes at once the second sees the first's.

    Raises `SessionEnded` where one of them, a reset say, has ended the session that this is asked
    in: it was open when the request came.
    """
    user = await User.select_for_update().get(id=principal.user_id)
    if not await Session.filter(id=principal.session_id, ended_at=None).exists():
        raise session_ended()
    return user


def require_enough(left: Owned) -> None:
    """Raise `Conflict` where what would be left is no way in, or too little for the role."""
    if left.ways_in < 1:
        raise Conflict("This is the only way into your account: add another one first")
    if left.role == "admin" and not left.has_second_factor:
        raise Conflict("An administrator keeps a second factor: add another one first")
