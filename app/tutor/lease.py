"""Leases of turns in PostgreSQL, on PostgreSQL's clock (realtime.md, A turn survives its process).

A lease in Redis would be lost with Redis. `fence` grows with every change of owner; every write
of a turn says `WHERE fence = mine`, so a paused owner that wakes does no harm.
"""

from dataclasses import dataclass
from uuid import UUID

from app.platform.sql import execute, fetch

RENEW = """
UPDATE turns SET lease_until = now() + make_interval(secs => $2)
WHERE owner = $1 AND ended_at IS NULL
RETURNING id, fence, message_count, stop_asked_at IS NOT NULL AS stop_asked
"""
TAKE_OVER = """
UPDATE turns SET owner = $1, fence = fence + 1, handed_over = false,
    lease_until = now() + make_interval(secs => $2),
    interruptions = interruptions + CASE WHEN state = 'replying' AND NOT handed_over
        AND EXISTS (SELECT 1 FROM replies WHERE turn_id = turns.id AND state = 'running')
        THEN 1 ELSE 0 END
WHERE id IN (SELECT id FROM turns WHERE ended_at IS NULL AND lease_until < now()
             ORDER BY position LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, fence, message_count, stop_asked_at IS NOT NULL AS stop_asked
"""
RELEASE = """
UPDATE turns SET lease_until = now() - interval '1 second', handed_over = true
WHERE owner = $1 AND ended_at IS NULL
"""
CLAIM_REPLY = """
UPDATE turns SET state = 'replying' WHERE id = $1 AND fence = $2 AND ended_at IS NULL
AND NOT EXISTS (SELECT 1 FROM turns earlier WHERE earlier.room_id = turns.room_id
                AND earlier.ended_at IS NULL AND earlier.position < turns.position)
"""
CLAIM_FIRST_DELTA = """
UPDATE turns SET first_delta_at = now()
WHERE id = $1 AND fence = $2 AND ended_at IS NULL AND message_count = $3
"""
HOLD = """
SELECT id FROM turns WHERE id = $1 AND fence = $2 AND ended_at IS NULL FOR NO KEY UPDATE
"""
# The room before the turn, as sending locks them when a message joins: two orders would deadlock.
HOLD_IN_ROOM = """
WITH room AS MATERIALIZED (SELECT id FROM rooms WHERE id = $3 FOR NO KEY UPDATE)
SELECT turns.id FROM turns JOIN room ON room.id = turns.room_id
WHERE turns.id = $1 AND fence = $2 AND ended_at IS NULL FOR NO KEY UPDATE OF turns
"""
ASK_STOP = """
UPDATE turns SET stop_asked_at = now()
WHERE id = $1 AND user_id = $2 AND ended_at IS NULL
"""
ASK_STOP_ALL = """
UPDATE turns SET stop_asked_at = now()
WHERE user_id = $1 AND ended_at IS NULL RETURNING id
"""


class LeaseLostError(Exception):
    """Another process owns the turn, or it has ended: nothing was written."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A turn that this process owns under `fence`, and what was asked of it meanwhile."""

    turn_id: UUID
    fence: int
    message_count: int
    stop_asked: bool


class Leases:
    """The turns of one process, its `owner`."""

    def __init__(self, owner: UUID, *, seconds: float) -> None:
        self.owner = owner
        self._seconds = seconds

    async def renew(self) -> list[Lease]:
        """Renew every lease of this process in one statement and return them."""
        return await _leases(RENEW, self.owner, self._seconds)

    async def take_over(self, *, most: int) -> list[Lease]:
        """Take up to `most` turns whose owner was silent; each under a higher fence."""
        return await _leases(TAKE_OVER, self.owner, self._seconds, most)

    async def release(self) -> None:
        """Hand every turn of this process over, at once and without counting as a crash."""
        await execute(RELEASE, self.owner)


async def _leases(statement: str, *values: object) -> list[Lease]:
    return [
        Lease(row["id"], row["fence"], row["message_count"], row["stop_asked"])
        for row in await fetch(statement, *values)
    ]


async def claim_reply(turn_id: UUID, fence: int) -> bool:
    """Make this the room's replying turn, if every turn before it has ended."""
    return await execute(CLAIM_REPLY, turn_id, fence) > 0


async def claim_first_delta(turn_id: UUID, fence: int, messages: int) -> bool:
    """Close the turn to further messages, if it still has `messages` of them."""
    return await execute(CLAIM_FIRST_DELTA, turn_id, fence, messages) > 0


async def hold(turn_id: UUID, fence: int) -> None:
    """Lock the turn's row for this transaction, to write no event. Raises `LeaseLostError`."""
    if not await fetch(HOLD, turn_id, fence):
        raise LeaseLostError(str(turn_id))


async def hold_in_room(turn_id: UUID, fence: int, room_id: UUID) -> None:
    """Lock the room's row and the turn's, to write events. Raises `LeaseLostError`."""
    if not await fetch(HOLD_IN_ROOM, turn_id, fence, room_id):
        raise LeaseLostError(str(turn_id))


async def ask_stop(turn_id: UUID, user_id: UUID) -> bool:
    """Note that the learner stopped the turn; False where it has ended or is not theirs."""
    return await execute(ASK_STOP, turn_id, user_id) > 0


async def ask_stop_all(user_id: UUID) -> list[UUID]:
    """Note that every turn of a learner is stopped; return those that have not ended."""
    return [row["id"] for row in await fetch(ASK_STOP_ALL, user_id)]
