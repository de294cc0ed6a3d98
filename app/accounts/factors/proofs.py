"""A fresh proof of who one is, for what a borrowed phone must not be able to do."""

from datetime import timedelta

from app.accounts.errors import session_ended
from app.accounts.factors.owned import owned_by
from app.accounts.sessions.models import Session
from app.platform.clock import Clock
from app.platform.errors import Forbidden
from app.platform.principal import Principal

FRESH = timedelta(minutes=10)


class ProofNeeded(Forbidden):
    """Signed in long ago: prove it again (`POST /api/v1/me/proof`), then ask the same again."""

    name, title = "proof-needed", "Prove who you are"


class Proofs:
    """Knows when a session's user last proved who they are."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def require_fresh(self, principal: Principal) -> None:
        """Raise `ProofNeeded` where the caller's last proof is older than ten minutes.

        And where it was one factor of an account that has a second by now. A guest is always let
        pass: the session is all there is of them, so there is nothing else that they could show,
        and nothing that one who holds it does not have. Raises `SessionEnded` where it ended
        since the request came.
        """
        owned = await owned_by(principal.user_id)
        if not owned.ways_in:
            return
        session = await Session.get(id=principal.session_id)
        if session.ended_at is not None:
            raise session_ended()
        if session.proved_at is None or session.proved_at <= self._clock.now() - FRESH:
            raise ProofNeeded("Prove who you are first, then ask again")
        if owned.asked_for and not session.second_factor:
            raise ProofNeeded("Prove who you are with your second factor first, then ask again")
