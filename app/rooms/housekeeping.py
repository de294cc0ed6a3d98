"""Dropping what rooms keep only for a while: request ids, and events that were announced."""

from datetime import timedelta

from app.platform.clock import Clock
from app.platform.sql import execute

REQUESTS_KEPT = timedelta(days=7)
EVENTS_KEPT = timedelta(hours=24)

OLD_REQUESTS = "DELETE FROM requests WHERE created_at < $1"
# Only what was published: an event nobody sent yet is still owed, however old.
OLD_EVENTS = """
DELETE FROM room_events event USING rooms room
WHERE room.id = event.room_id AND event.seq <= room.published_seq AND event.created_at < $1
"""


class Housekeeping:
    """Run daily by the batch worker."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def clean_up(self) -> dict[str, int]:
        """Delete what is over; return how many rows of each."""
        now = self._clock.now()
        requests = await execute(OLD_REQUESTS, now - REQUESTS_KEPT)
        events = await execute(OLD_EVENTS, now - EVENTS_KEPT)
        return {"requests": requests, "room_events": events}
