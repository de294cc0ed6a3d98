"""Whom this process knows: the principals of sessions, and which of their tokens it has seen."""

from collections import OrderedDict
from dataclasses import dataclass, field
from uuid import UUID

from app.platform.principal import Principal

MOST_TOKENS = 64


@dataclass(slots=True)
class KnownSession:
    """A session's user as they are now; tokens that were found not to be revoked, by `jti`."""

    principal: Principal
    tokens: set[UUID] = field(default_factory=set)

    def saw(self, jti: UUID) -> None:
        """Remember a token. Of so many most have expired: those that have not are asked again."""
        if len(self.tokens) >= MOST_TOKENS:
            self.tokens.clear()
        self.tokens.add(jti)


class KnownSessions:
    """At most `most` sessions, the least recently seen forgotten first."""

    def __init__(self, *, most: int = 10_000) -> None:
        self._most = most
        self._sessions: OrderedDict[UUID, KnownSession] = OrderedDict()
        self._of_user: dict[UUID, set[UUID]] = {}
        #: How often something was forgotten: what was asked before that may be old.
        self.changes = 0

    def get(self, session_id: UUID) -> KnownSession | None:
        """Return what is known of a session."""
        known = self._sessions.get(session_id)
        if known is not None:
            self._sessions.move_to_end(session_id)
        return known

    def keep(self, principal: Principal, jti: UUID | None = None) -> None:
        """Remember whom a session, and a token of it, speaks for."""
        known = self._sessions.setdefault(principal.session_id, KnownSession(principal))
        known.principal = principal
        if jti is not None:
            known.saw(jti)
        self._sessions.move_to_end(principal.session_id)
        self._of_user.setdefault(principal.user_id, set()).add(principal.session_id)
        if len(self._sessions) > self._most:
            self._drop(next(iter(self._sessions)))

    def forget_session(self, session_id: UUID) -> None:
        """Know nothing of a session and its tokens any longer."""
        self.changes += 1
        self._drop(session_id)

    def forget_user(self, user_id: UUID) -> None:
        """Know nothing of a user's sessions any longer."""
        self.changes += 1
        for session_id in list(self._of_user.get(user_id, ())):
            self._drop(session_id)

    def _drop(self, session_id: UUID) -> None:
        known = self._sessions.pop(session_id, None)
        if known is None:
            return
        user_id = known.principal.user_id
        self._of_user[user_id].discard(session_id)
        if not self._of_user[user_id]:
            del self._of_user[user_id]
