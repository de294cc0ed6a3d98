"""Dropping what rooms keep only for a while: request ids, and events that were announced."""

from datetime import datetime, timedelta

from app.platform.clock import Clock
from app.platform.sql import execute

REQUESTS_KEPT = timedelta(days=7)
EVENTS_KEPT = timedelta(hours=24)
# A statement deletes so many rows at the most, so that none takes long and none undoes the others.
BATCH = 5_000

OLD_REQUESTS = """
DELETE FROM requests WHERE id IN (
    SELECT id FROM requests WHERE created_at < $1 ORDER BY created_at LIMIT $2)
"""
# Only what was published: an event nobody sent yet is still owed, however old.
OLD_EVENTS = """
DELETE FROM room_events WHERE id IN (
    SELECT event.id FROM room_events event JOIN rooms room ON room.id = event.room_id
    WHERE event.created_at < $1 AND event.seq <= room.published_seq
    ORDER BY event.created_at LIMIT $2)
"""


class Housekeeping:
    """Run daily by the batch worker."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def clean_up(self) -> dict[str, int]:
        """Delete what is over; return how many rows of each."""
        now = self._clock.now()
        return {
            "requests": await _delete(OLD_REQUESTS, now - REQUESTS_KEPT),
            "room_events": await _delete(OLD_EVENTS, now - EVENTS_KEPT),
        }


async def _delete(statement: str, before: datetime) -> int:
    deleted = 0
    while batch := await execute(statement, before, BATCH):
        deleted += batch
    return deleted
