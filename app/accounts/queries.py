"""The two questions to the database that a model's own queries would ask more slowly or wrongly."""

from uuid import UUID

from tortoise.connection import get_connection

from app.accounts.errors import SessionEnded
from app.accounts.models import User
from app.platform.principal import Principal

# PostgreSQL lowers both sides, as in the unique index `users_email_lower`: its notion of lower
# case beyond ASCII depends on the database's locale and is not Python's.
BY_EMAIL = "SELECT id FROM users WHERE lower(email) = lower($1)"

ACTIVE_PRINCIPAL = """
SELECT users.role, users.birth_year, users.language
FROM sessions JOIN users ON users.id = sessions.user_id
WHERE sessions.id = $1 AND users.id = $2
  AND sessions.ended_at IS NULL AND users.status = 'active'
"""


async def find_by_email(email: str) -> User | None:
    """Return who has this address, in whatever case it is written."""
    _, rows = await get_connection("default").execute_query(BY_EMAIL, [email])
    return await User.get_or_none(id=rows[0]["id"]) if rows else None


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
    )
