"""A fresh proof of who one is, for what a borrowed phone must not be able to do."""

from datetime import timedelta

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
        """Raise `ProofNeeded` where the caller's last proof is older than ten minutes."""
        session = await Session.get(id=principal.session_id)
        if session.proved_at is None or session.proved_at <= self._clock.now() - FRESH:
            raise ProofNeeded("Prove who you are first, then ask again")
