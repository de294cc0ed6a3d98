"""Finding a room, already narrowed to its learner."""

from uuid import UUID

from app.platform.errors import NotFound
from app.platform.principal import Principal
from app.rooms.doors import RoomLocked
from app.rooms.models import Room


async def own_room(principal: Principal, room_id: UUID, *, lock: bool = False) -> Room:
    """Return the caller's open room, its row locked if asked for.

    Raises `NotFound`, also for another learner's and for one that was left, and `RoomLocked`.
    """
    query = Room.filter(id=room_id, user_id=principal.user_id, closed_at=None)
    room = await (query.select_for_update() if lock else query).first()
    if room is None:
        raise NotFound("there is no such room among yours: it may have been left")
    if room.locked_at is not None:
        raise RoomLocked
    return room
