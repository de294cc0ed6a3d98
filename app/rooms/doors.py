"""The rooms of a user whose account is not active: locked, and opened again."""

from uuid import UUID

from app.platform.errors import Forbidden
from app.platform.sql import execute

LOCK = "UPDATE rooms SET locked_at = clock_timestamp() WHERE user_id = $1 AND locked_at IS NULL"
UNLOCK = "UPDATE rooms SET locked_at = NULL WHERE user_id = $1 AND locked_at IS NOT NULL"


class RoomLocked(Forbidden):
    """The account is not active: nothing can be said or changed here until it is."""

    name, title = "room-locked", "Room locked"

    def __init__(self) -> None:
        super().__init__("This room is locked while the account is not active")


async def lock_rooms(user_id: UUID) -> int:
    """Lock every room of a user, in the transaction that is open; return how many were not."""
    return await execute(LOCK, user_id)


async def unlock_rooms(user_id: UUID) -> int:
    """Open the rooms that were locked; return how many."""
    return await execute(UNLOCK, user_id)
