"""Whose an e-mail address is."""

from typing import NoReturn
from uuid import UUID

from tortoise.connection import get_connection

from app.accounts.models import User
from app.platform.errors import Conflict

# PostgreSQL lowers both sides, as in the unique index `users_email_lower`: its notion of lower
# case beyond ASCII depends on the database's locale and is not Python's.
NOBODY = UUID(int=0)
BY_EMAIL = "SELECT id FROM users WHERE lower(email) = lower($1)"


async def find_by_email(email: str) -> User | None:
    """Return who has this address, in whatever case it is written.

    Asks the database as often for an address that nobody has: the time must not tell.
    """
    _, rows = await get_connection("default").execute_query(BY_EMAIL, [email])
    return await User.get_or_none(id=rows[0]["id"] if rows else NOBODY)


def refuse_taken() -> NoReturn:
    """Raise `Conflict`: another account has this address."""
    why = {"email": "There is an account with this address"}
    raise Conflict("This e-mail address is taken", fields=why) from None
