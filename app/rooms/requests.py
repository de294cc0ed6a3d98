"""Request ids: a command sent again gives its first result again (realtime.md, Commands)."""

from typing import Final
from uuid import UUID

from app.platform.errors import Conflict
from app.platform.sql import fetch

# Begins a command's first statement, which goes on only where `taken` has a row. A second sender
# of the same id waits here for the first one's commit. Binds $1 user_id, $2 request_id,
# $3 fingerprint, $4 the time.
TAKING: Final = """
WITH taken AS (
    INSERT INTO requests (user_id, request_id, fingerprint, created_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id, request_id) DO NOTHING RETURNING id
)
"""
FIRST = "SELECT fingerprint, result FROM requests WHERE user_id = $1 AND request_id = $2"


async def first_result(user_id: UUID, request_id: UUID, fingerprint: bytes) -> str | None:
    """Return what the id was answered with, in JSON; None where it was only taken just now.

    Raises `Conflict` where the id was used for something else.
    """
    for row in await fetch(FIRST, user_id, request_id):
        if bytes(row["fingerprint"]) != fingerprint:
            raise Conflict("this request_id was used for another command: make a new one")
        result: str | None = row["result"]
        return result
    return None
