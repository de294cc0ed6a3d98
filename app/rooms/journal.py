"""A room's numbered events: written in the transaction of their rows, published after it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from app.platform.clock import Clock
from app.platform.errors import NotFound
from app.platform.events import Event, encode_event
from app.platform.logging import logger
from app.platform.sealing import Sealed, Sealer, SealingError
from app.platform.sql import execute, fetch
from app.rooms.models import RoomEvent
from app.rooms.ports import (
    Behind,
    Broadcast,
    BroadcastUnavailableError,
    Delivered,
    Superseded,
)

log = logger(__name__)

# Whoever asked waits no longer for a Redis that hangs: a client hears within 2 s (realtime.md).
REQUEST_SECONDS = 2.0
# At most this many events are read and sent at a time, however far publishing has fallen behind.
BATCH = 500

NUMBER = """
UPDATE rooms SET next_seq = next_seq + $2, changed_at = $3
WHERE id = $1 RETURNING next_seq - $2 AS first
"""
UNPUBLISHED = """
SELECT event.seq, event.body, event.key_id FROM room_events event JOIN rooms room
ON room.id = event.room_id
WHERE event.room_id = $1 AND event.seq > room.published_seq ORDER BY event.seq LIMIT $2
"""
BETWEEN = """
SELECT seq, body, key_id FROM room_events
WHERE room_id = $1 AND seq >= $2 AND seq < $3 ORDER BY seq
"""
PUBLISHED = "UPDATE rooms SET published_seq = $2 WHERE id = $1 AND published_seq < $2"
LEFT_BEHIND = """
SELECT id FROM rooms
WHERE published_seq < next_seq - 1 AND changed_at < $1
ORDER BY changed_at LIMIT 100
"""


def place_of(room_id: UUID, seq: int) -> str:
    """Return where an event's body belongs, which its seal proves."""
    return f"room_events:{room_id}:{seq}"


class Journal:
    """`room_events` as outbox: whoever commits publishes; a sweeper does what nobody did."""

    def __init__(self, *, sealer: Sealer, clock: Clock, broadcast: Broadcast) -> None:
        self._sealer = sealer
        self._clock = clock
        self._broadcast = broadcast
        # One publisher of a room is enough here; the lock is gone when nobody holds it.
        self._publishing: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def append(self, room_id: UUID, events: Sequence[Event]) -> list[int]:
        """Write `events` in the open transaction and return the `seq` of each.

        The update locks the room's row until the commit, so `seq` is the order of commits.
        Each event is given its `seq` and `time`. Raises `NotFound` where the room is gone.
        """
        now = self._clock.now()
        rows = await fetch(NUMBER, room_id, len(events), now)
        if not rows:
            raise NotFound("this room is gone")
        first: int = rows[0]["first"]
        await RoomEvent.bulk_create(
            [self._row(room_id, first + place, event, now) for place, event in enumerate(events)]
        )
        return list(range(first, first + len(events)))

    def seal(self, room_id: UUID, seq: int, event: Event, *, now: datetime) -> Sealed:
        """Give `event` its `seq` and `time`, and return the body of its row."""
        event.seq, event.time = seq, now
        return self._sealer.seal(encode_event(event), place_of(room_id, seq))

    def _row(self, room_id: UUID, seq: int, event: Event, now: datetime) -> RoomEvent:
        sealed = self.seal(room_id, seq, event, now=now)
        return RoomEvent(
            room_id=room_id,
            seq=seq,
            type=str(event.__struct_config__.tag),
            turn_id=event.turn_id,
            body=sealed.data,
            key_id=sealed.key_id,
            created_at=now,
        )

    async def publish(self, room_id: UUID, *, within: float | None = None) -> None:
        """Publish every committed event above the room's `published_seq`, in order.

        Where Redis is away, or takes longer than `within` seconds, this is logged and left to the
        sweeper: the rows are the truth.
        """
        patience = asyncio.timeout(within)
        try:
            async with patience:
                await self._publish_all(room_id)
        except (BroadcastUnavailableError, TimeoutError) as error:
            if isinstance(error, TimeoutError) and not patience.expired():
                raise
            log.warning("events_left_for_sweeper", room_id=str(room_id))

    async def _publish_all(self, room_id: UUID) -> None:
        async with self._publishing.setdefault(room_id, asyncio.Lock()):
            while await self._publish_some(room_id) == BATCH:
                continue

    async def _publish_some(self, room_id: UUID) -> int:
        rows = await fetch(UNPUBLISHED, room_id, BATCH)
        for row in rows:
            await self._publish_row(room_id, row)
        if rows:
            await execute(PUBLISHED, room_id, rows[-1]["seq"])
        return len(rows)

    async def _publish_row(self, room_id: UUID, row: Mapping[str, Any]) -> None:
        data = self._sealer.open(bytes(row["body"]), row["key_id"], place_of(room_id, row["seq"]))
        outcome = await self._broadcast.publish(room_id, data, seq=row["seq"])
        if not isinstance(outcome, Behind):
            return
        # Redis forgot some of what was published (a failover): send those first.
        earlier = await fetch(BETWEEN, room_id, outcome.seq, row["seq"])
        if not earlier or earlier[0]["seq"] != outcome.seq:
            log.warning("stream_restarted", room_id=str(room_id), wanted=outcome.seq)
            await self._broadcast.restart(room_id)
        else:
            for one in earlier:
                await self._publish_row(room_id, one)
        await self._broadcast.publish(room_id, data, seq=row["seq"])

    async def publish_delta(
        self, room_id: UUID, event: Event, *, turn_id: UUID, fence: int
    ) -> tuple[bool, tuple[int, str] | None]:
        """Publish an event that is no row; False where a newer owner of the turn was seen.

        The second value is its place in the stream (offset, epoch). While Redis is away deltas
        have none: whoever publishes the next one says again what this one said.
        """
        try:
            outcome = await self._broadcast.publish(
                room_id, encode_event(event), fence=(f"turn:{turn_id}", fence)
            )
        except BroadcastUnavailableError:
            return True, None
        if isinstance(outcome, Delivered) and outcome.position is not None:
            return True, (outcome.position.offset, outcome.position.epoch)
        return not isinstance(outcome, Superseded), None

    async def place(self, room_id: UUID, *, within: float | None = None) -> tuple[int, str] | None:
        """Return the stream's newest offset and epoch; None while Redis is away.

        So too where it does not answer `within` seconds.
        """
        try:
            async with asyncio.timeout(within):
                position = await self._broadcast.position(room_id)
        except (BroadcastUnavailableError, TimeoutError):
            return None
        return position.offset, position.epoch

    async def sweep(self, *, older_than: float) -> int:
        """Publish for rooms whose events were left behind for `older_than` seconds.

        Returns how many rooms were looked at: it stops where Redis is away.
        """
        rows = await fetch(LEFT_BEHIND, self._clock.now() - timedelta(seconds=older_than))
        for place, row in enumerate(rows):
            try:
                await self._publish_all(row["id"])
            except BroadcastUnavailableError:
                return place
            except SealingError:
                # One event that does not open must not hold up every other room.
                log.exception("room_not_published", room_id=str(row["id"]))
        return len(rows)
