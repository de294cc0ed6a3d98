"""The user of a session as they are now, asked of the database, which decides."""

from uuid import UUID

from tortoise.connection import get_connection

from app.accounts.errors import SessionEnded
from app.platform.principal import Principal

ACTIVE_PRINCIPAL = """
SELECT users.role, users.birth_year, users.language, sessions.second_factor
FROM sessions JOIN users ON users.id = sessions.user_id
WHERE sessions.id = $1 AND users.id = $2
  AND sessions.ended_at IS NULL AND users.status = 'active'
"""


async def find_principal(*, user_id: UUID, session_id: UUID) -> Principal:
    """Return the user of a session as they are now: a change of role takes effect at once.

    Asked for every request and every socket, so this is what a cache has to stand before.
    Raises `SessionEnded` where the session has ended or the user is not active.
    """
    _, rows = await get_connection("default").execute_query(ACTIVE_PRINCIPAL, [session_id, user_id])
    if not rows:
        raise SessionEnded("This session has ended: sign in again")
    (row,) = rows
    return Principal(
        user_id=user_id,
        session_id=session_id,
        role=row["role"],
        birth_year=row["birth_year"],
        language=row["language"],
        second_factor=row["second_factor"],
    )
