"""What rooms keep about a learner, for export and erasure: rooms and what was written in them."""

from collections.abc import AsyncIterator, Mapping
from uuid import UUID

import msgspec

from app.platform.batches import delete_in_batches, read_in_batches
from app.platform.sealing import Sealer
from app.rooms.message_body import open_message
from app.rooms.models import Message, Request, Room

Record = Mapping[str, object]

OF_ROOMS = """
DELETE FROM {table} WHERE id IN (
    SELECT own.id FROM {table} own JOIN rooms room ON room.id = own.room_id
    WHERE room.user_id = $1 LIMIT $2)
"""
REQUESTS = "DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE user_id = $1 LIMIT $2)"
ROOMS = "DELETE FROM rooms WHERE id IN (SELECT id FROM rooms WHERE user_id = $1 LIMIT $2)"


class RoomData:
    """Fills accounts' `PersonalData`; it comes after the rooms of the house that stand on it."""

    tables = frozenset({"rooms", "messages", "room_events", "requests"})

    def __init__(self, *, sealer: Sealer) -> None:
        self._sealer = sealer

    def files(self, user_id: UUID) -> Mapping[str, AsyncIterator[Record]]:
        """Return rooms, messages and the commands of the last days."""
        return {
            "rooms.json": _rooms(user_id),
            "rooms/messages.json": self._messages(user_id),
            "rooms/commands.json": _commands(user_id),
        }

    async def erase(self, user_id: UUID) -> None:
        """Delete them."""
        for table in ("room_events", "messages"):
            await delete_in_batches(OF_ROOMS.format(table=table), user_id)
        await delete_in_batches(REQUESTS, user_id)
        await delete_in_batches(ROOMS, user_id)

    async def _messages(self, user_id: UUID) -> AsyncIterator[Record]:
        async for row in read_in_batches(Message.filter(room__user_id=user_id)):
            body = open_message(self._sealer, row)
            yield {
                "id": row.id,
                "room_id": row.room_id,
                "author": row.author,
                "text": body.text,
                "guidance": None if body.guidance is None else msgspec.to_builtins(body.guidance),
                "created_at": row.created_at,
            }


async def _rooms(user_id: UUID) -> AsyncIterator[Record]:
    async for row in read_in_batches(Room.filter(user_id=user_id)):
        yield {
            "id": row.id,
            "persona": row.persona,
            "closeness": row.closeness,
            "created_at": row.created_at,
            "closed_at": row.closed_at,
            "locked_at": row.locked_at,
        }


async def _commands(user_id: UUID) -> AsyncIterator[Record]:
    async for row in read_in_batches(Request.filter(user_id=user_id)):
        yield {"request_id": row.request_id, "result": row.result, "created_at": row.created_at}
