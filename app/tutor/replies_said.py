"""What personas replied, for whoever searches a room's history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.platform.sealing import KeyNotReadYetError, Sealer, SealingError
from app.platform.sql import fetch
from app.platform.tasks import taking_turns
from app.tutor.stored import open_reply

# OFFSET 0 keeps the planner from walking everybody's replies backwards by their ids.
REPLIES = """
SELECT * FROM (
    SELECT reply.id, turn.room_id, reply.turn_id, reply.body, reply.key_id, reply.created_at
    FROM turns turn JOIN replies reply ON reply.turn_id = turn.id
    WHERE turn.room_id = ANY($1::uuid[]) AND reply.state <> 'running' OFFSET 0
) own WHERE id < $2 ORDER BY id DESC LIMIT $3
"""


@dataclass(frozen=True, slots=True)
class ReplySaid:
    """A reply, opened; `text` is None where it does not open."""

    id: UUID
    room_id: UUID
    turn_id: UUID | None
    author: str
    time: datetime
    text: str | None


class RepliesSaid:
    """Reads replies that are over."""

    def __init__(self, *, sealer: Sealer) -> None:
        self._sealer = sealer

    async def said(
        self, room_ids: Sequence[UUID], *, before: UUID, limit: int
    ) -> Sequence[ReplySaid]:
        """Return at most `limit` replies with ids below `before`, the newest first."""
        rows = await fetch(REPLIES, list(room_ids), before, limit)
        return [self._opened(row) async for row in taking_turns(rows)]

    def _opened(self, row: Mapping[str, Any]) -> ReplySaid:
        return ReplySaid(
            id=row["id"],
            room_id=row["room_id"],
            turn_id=row["turn_id"],
            author="persona",
            time=row["created_at"],
            text=self._text(row),
        )

    def _text(self, row: Mapping[str, Any]) -> str | None:
        try:
            return open_reply(
                self._sealer, row["room_id"], row["id"], bytes(row["body"]), row["key_id"]
            )
        except KeyNotReadYetError:
            raise
        except SealingError:
            return None
