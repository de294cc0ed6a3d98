"""What the tutor keeps about a learner, for export and erasure: turns, feedback and replies."""

from collections.abc import AsyncIterator, Mapping
from uuid import UUID

import msgspec

from app.platform.batches import delete_in_batches, read_in_batches
from app.platform.sealing import Sealer
from app.tutor.models import Feedback, Reply, Turn
from app.tutor.stored import FeedbackBody, open_feedback, reply_text

Record = Mapping[str, object]

OF_TURNS = """
DELETE FROM {table} WHERE {key} IN (
    SELECT own.{key} FROM {table} own JOIN turns turn ON turn.id = own.turn_id
    JOIN rooms room ON room.id = turn.room_id WHERE room.user_id = $1 LIMIT $2)
"""
TURNS = """
DELETE FROM turns WHERE id IN (
    SELECT turn.id FROM turns turn JOIN rooms room ON room.id = turn.room_id
    WHERE room.user_id = $1 LIMIT $2)
"""


class TurnData:
    """Fills accounts' `PersonalData`."""

    tables = frozenset({"turns", "feedback", "replies"})

    def __init__(self, *, sealer: Sealer) -> None:
        self._sealer = sealer

    def files(self, user_id: UUID) -> Mapping[str, AsyncIterator[Record]]:
        """Return turns, and what was said in them."""
        return {
            "tutor/turns.json": _turns(user_id),
            "tutor/feedback.json": self._feedback(user_id),
            "tutor/replies.json": self._replies(user_id),
        }

    async def erase(self, user_id: UUID) -> None:
        """Delete them."""
        await delete_in_batches(OF_TURNS.format(table="feedback", key="message_id"), user_id)
        await delete_in_batches(OF_TURNS.format(table="replies", key="id"), user_id)
        await delete_in_batches(TURNS, user_id)

    async def _feedback(self, user_id: UUID) -> AsyncIterator[Record]:
        async for row in read_in_batches(
            Feedback.filter(turn__room__user_id=user_id).select_related("turn")
        ):
            body: FeedbackBody = open_feedback(self._sealer, row, row.turn.room_id)
            yield {
                "message_id": row.message_id,
                "turn_id": row.turn_id,
                "status": row.status,
                "target": row.target,
                "detected": row.detected,
                "source": row.source,
                "model": row.model,
                **msgspec.to_builtins(body),
                "created_at": row.created_at,
            }

    async def _replies(self, user_id: UUID) -> AsyncIterator[Record]:
        async for row in read_in_batches(
            Reply.filter(turn__room__user_id=user_id).select_related("turn")
        ):
            yield {
                "id": row.id,
                "turn_id": row.turn_id,
                "state": row.state,
                "source": row.source,
                "model": row.model,
                "text": reply_text(self._sealer, row, row.turn.room_id),
                "created_at": row.created_at,
            }


async def _turns(user_id: UUID) -> AsyncIterator[Record]:
    async for row in read_in_batches(Turn.filter(room__user_id=user_id)):
        yield {
            "id": row.id,
            "room_id": row.room_id,
            "state": row.state,
            "messages": row.message_count,
            "missing": row.missing,
            "stopped": row.stopped,
            "reason": row.reason,
            "created_at": row.created_at,
            "ended_at": row.ended_at,
        }
