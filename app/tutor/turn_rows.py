"""Reading a turn's rows, and the replies of the turns before it, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from app.platform.sealing import Sealer
from app.platform.sql import fetch
from app.tutor.lease import LeaseLostError
from app.tutor.stored import open_reply
from app.tutor.turn import MessageRecord, ReplyRecord, TurnRecord

# The newest first, so the first row is the turn itself.
READ = """
SELECT turn.id, turn.room_id, turn.user_id, turn.position, turn.created_at, turn.interruptions,
       turn.first_delta_at, turn.stop_asked_at, turn.missing, turn.reason,
       ARRAY(SELECT message_id FROM feedback WHERE turn_id = own.id) AS judged,
       reply.id AS reply_id, reply.state, reply.attempt, reply.body, reply.key_id
FROM turns own JOIN LATERAL (
    SELECT * FROM turns WHERE room_id = own.room_id AND position <= own.position
    ORDER BY position DESC LIMIT $3
) turn ON true LEFT JOIN replies reply ON reply.turn_id = turn.id
WHERE own.id = $1 AND own.fence = $2 AND own.ended_at IS NULL
ORDER BY turn.position DESC
"""


@dataclass(frozen=True, slots=True)
class TurnRows:
    """A turn as its rows say it is, and what was replied in the turns before it."""

    room_id: UUID
    user_id: UUID
    position: int
    created_at: datetime
    reply_id: UUID | None
    reply: ReplyRecord | None
    replies_before: Mapping[UUID, str]
    judged: frozenset[UUID]
    interruptions: int
    first_delta_claimed: bool
    stop_asked: bool
    missing: tuple[str, ...]

    def record(self, message_ids: Sequence[UUID], kept: frozenset[UUID]) -> TurnRecord:
        """Return what a machine is made from; `kept` are the messages whose words are stored."""
        return TurnRecord(
            messages=tuple(
                MessageRecord(one, one in self.judged, one in kept) for one in message_ids
            ),
            reply=self.reply,
            interruptions=self.interruptions,
            first_delta_claimed=self.first_delta_claimed,
            stop_asked=self.stop_asked,
            missing=self.missing,
        )


async def read_turn(sealer: Sealer, turn_id: UUID, fence: int, *, turns_before: int) -> TurnRows:
    """Read a turn. Raises `LeaseLostError` where it is under another fence, or has ended."""
    rows = await fetch(READ, turn_id, fence, turns_before + 1)
    if not rows:
        raise LeaseLostError(str(turn_id))
    own, before = rows[0], rows[1:]
    return TurnRows(
        room_id=own["room_id"],
        user_id=own["user_id"],
        position=own["position"],
        created_at=own["created_at"],
        reply_id=own["reply_id"],
        reply=ReplyRecord(own["state"], own["attempt"], _text(sealer, own), own["reason"])
        if own["reply_id"] is not None
        else None,
        replies_before={
            row["id"]: _text(sealer, row) for row in before if row["reply_id"] is not None
        },
        judged=frozenset(own["judged"]),
        interruptions=own["interruptions"],
        first_delta_claimed=own["first_delta_at"] is not None,
        stop_asked=own["stop_asked_at"] is not None,
        missing=tuple(msgspec.json.decode(own["missing"], type=list[str]))
        if own["missing"] is not None
        else (),
    )


def _text(sealer: Sealer, row: Mapping[str, Any]) -> str:
    return open_reply(sealer, row["room_id"], row["reply_id"], bytes(row["body"]), row["key_id"])
