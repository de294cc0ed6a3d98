"""Taking messages on: a new turn for each, or a place in one whose reply nobody has seen."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from app.platform.clock import Clock
from app.platform.errors import TooMany
from app.platform.sql import fetch

# Joins the room's newest open turn, or opens one. The condition of `joined` decides the race with
# the reply's first delta, which says the opposite (`lease.CLAIM_FIRST_DELTA`).
ADMIT = """
WITH open AS (
    SELECT id, position FROM turns WHERE room_id = $2 AND ended_at IS NULL
), joined AS (
    UPDATE turns SET message_count = message_count + 1
    WHERE id = (SELECT id FROM open ORDER BY position DESC LIMIT 1)
    AND ended_at IS NULL AND first_delta_at IS NULL AND stop_asked_at IS NULL AND retry_of IS NULL
    RETURNING id
), opened AS (
    INSERT INTO turns (id, room_id, user_id, state, position, message_count, owner, fence,
                       lease_until, attempt, interruptions, handed_over, stopped, created_at)
    SELECT $1, $2, $3, 'waiting', $4, 1, $5, 1,
           now() + make_interval(secs => $6), 0, 0, false, false, $7
    WHERE NOT EXISTS (SELECT 1 FROM joined) AND (SELECT count(*) FROM open) < $8
    RETURNING id
)
SELECT id, true AS joined FROM joined UNION ALL SELECT id, false FROM opened
"""


class TurnStarter(Protocol):
    """Runs turns in this process, or tells the process that does."""

    async def start(self, turn_id: UUID) -> None:
        """Begin a turn that this process owns."""
        ...

    async def joined(self, turn_id: UUID) -> None:
        """Tell the turn's owner that a message joined."""
        ...


class Desk:
    """What rooms know of turns: admit a message in its transaction, begin after the commit."""

    def __init__(
        self,
        *,
        ids: Callable[[], UUID],
        clock: Clock,
        starter: TurnStarter,
        owner: UUID,
        lease_seconds: float,
        most_open: int,
    ) -> None:
        self._ids = ids
        self._clock = clock
        self._starter = starter
        self._owner = owner
        self._lease_seconds = lease_seconds
        self._most_open = most_open

    async def admit(self, *, room_id: UUID, user_id: UUID, seq: int) -> tuple[UUID, bool]:
        """Open a turn for a message, or join it to the newest, in the open transaction.

        The caller holds the room's row, so messages of a room come here one by one. Raises
        `TooMany` where as many turns wait as may.
        """
        rows = await fetch(
            ADMIT,
            self._ids(),
            room_id,
            user_id,
            seq,
            self._owner,
            self._lease_seconds,
            self._clock.now(),
            self._most_open,
        )
        if not rows:
            raise TooMany("let the tutor answer first: as many messages wait as may")
        return rows[0]["id"], rows[0]["joined"]

    async def opened(self, turn_id: UUID, *, joined: bool) -> None:
        """Begin to answer, after the commit."""
        if joined:
            await self._starter.joined(turn_id)
        else:
            await self._starter.start(turn_id)
