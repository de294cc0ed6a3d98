"""Who an access token speaks for: asked by every request, every socket and every command."""

import time
from collections.abc import Callable
from datetime import datetime
from math import inf
from uuid import UUID

from joserfc.jwk import KeySetSerialization

from app.accounts.access.blacklist import Blacklist, Verdict
from app.accounts.access.known_sessions import KnownSessions
from app.accounts.access.principals import find_principal, token_revoked
from app.accounts.access.tokens import Claims, Tokens
from app.accounts.errors import session_ended
from app.platform.errors import Unavailable
from app.platform.outages import DATABASE_AWAY
from app.platform.principal import Principal

# What is known here is believed so long after the last reading of account events.
FRESH_SECONDS = 2.0


class Access:
    """Token, then blacklist, then user (requirements.md, R2.6).

    The blacklist spares the database for a session that is known here.

    What this process knows of a session is dropped by account events, and so believed only while
    it reads them. Otherwise, and without a blacklist, the database is asked each time.
    """

    def __init__(
        self,
        *,
        tokens: Tokens,
        blacklist: Blacklist | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens = tokens
        self._blacklist = blacklist
        self._monotonic = monotonic
        self._sessions = KnownSessions()
        self._read_at = -inf

    @property
    def is_fresh(self) -> bool:
        """Whether account events were read a moment ago."""
        return self._monotonic() - self._read_at < FRESH_SECONDS

    async def principal_for_token(self, token: str) -> tuple[Principal, datetime]:
        """Return who an access token speaks for, and when it expires.

        Raises `TokenInvalid`, `TokenExpired` (also where it alone was revoked), `SessionEnded`
        where the session ended or the user is not active, and `Unavailable` where the database
        would have to be asked and is away.
        """
        claims = self._tokens.verify(token)
        if self.is_fresh:
            known = self._sessions.get(claims.sid)
            if known is not None and claims.jti in known.tokens:
                return known.principal, claims.expires_at
        return await self._look_up(claims), claims.expires_at

    async def current(self, principal: Principal) -> Principal:
        """Return whom a socket speaks for now, which it was opened for as `principal`.

        Raises `SessionEnded` and `Unavailable`.
        """
        known = self._sessions.get(principal.session_id) if self.is_fresh else None
        if known is not None:
            return known.principal
        return await self._ask(principal.user_id, principal.session_id, None)

    def public_keys(self) -> KeySetSerialization:
        """Return the JWK Set that verifies our access tokens."""
        return self._tokens.public_keys()

    # What the reader of account events tells

    def have_read(self, at: float) -> None:
        """Believe what is known here: every event before `at`, a monotonic time, has been read."""
        self._read_at = at

    def forget_session(self, session_id: UUID) -> None:
        """Ask again about a session."""
        self._sessions.forget_session(session_id)

    def forget_user(self, user_id: UUID) -> None:
        """Ask again about a user's sessions."""
        self._sessions.forget_user(user_id)

    async def _look_up(self, claims: Claims) -> Principal:
        known = self._sessions.get(claims.sid) if self.is_fresh else None
        if known is None or known.principal.user_id != claims.sub or self._blacklist is None:
            # The database has to be asked for the user: it knows what was revoked too.
            return await self._ask(claims.sub, claims.sid, claims.jti)
        changes = self._sessions.changes
        verdict = await self._blacklist.look(claims)
        if verdict is Verdict.ENDED:
            raise session_ended()
        if verdict is Verdict.REVOKED:
            raise token_revoked()
        if verdict is Verdict.UNSURE or changes != self._sessions.changes:
            return await self._ask(claims.sub, claims.sid, claims.jti)
        known.saw(claims.jti)
        return known.principal

    async def _ask(self, user_id: UUID, session_id: UUID, jti: UUID | None) -> Principal:
        changes = self._sessions.changes
        try:
            found = await find_principal(user_id=user_id, session_id=session_id, jti=jti)
        except DATABASE_AWAY as error:
            raise Unavailable("We cannot see who you are for a moment: try again") from error
        # Not where something changed meanwhile, which the answer may be older than.
        if self.is_fresh and changes == self._sessions.changes:
            self._sessions.keep(found, jti)
        return found
