"""The user of a session as they are now, asked of the database, which decides."""

from uuid import UUID

from app.accounts.errors import AccountSuspended, TokenExpired, session_ended
from app.platform.principal import Principal
from app.platform.sql import fetch

# A revoked token is an account event, kept longer than any token lives.
PRINCIPAL = """
SELECT users.role, users.birth_year, users.language, users.status, sessions.second_factor,
  sessions.ended_at IS NOT NULL AS ended,
  EXISTS (
    SELECT FROM account_events
    WHERE type = 'token.revoked' AND session_id = $1 AND body->>'jti' = $3::text) AS revoked
FROM sessions JOIN users ON users.id = sessions.user_id
WHERE sessions.id = $1 AND users.id = $2
"""


async def find_principal(*, user_id: UUID, session_id: UUID, jti: UUID | None = None) -> Principal:
    """Return the user of a session as they are now: a change of role takes effect at once.

    With `jti` the token of that id is asked about too. Raises `AccountSuspended` where the user is
    not active, `SessionEnded` where the session has ended, and `TokenExpired` where the token was
    revoked.
    """
    rows = await fetch(PRINCIPAL, session_id, user_id, None if jti is None else str(jti))
    if not rows:
        raise session_ended()
    (row,) = rows
    if row["status"] != "active":
        raise AccountSuspended("This account is not active")
    if row["ended"]:
        raise session_ended()
    if row["revoked"]:
        raise token_revoked()
    return Principal(
        user_id=user_id,
        session_id=session_id,
        role=row["role"],
        birth_year=row["birth_year"],
        language=row["language"],
        second_factor=row["second_factor"],
    )


def token_revoked() -> TokenExpired:
    """Return the refusal of a token that was revoked: as if it had expired, so refreshing helps."""
    return TokenExpired("The access token was revoked: refresh it")
