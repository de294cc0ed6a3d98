"""Reading account events of the last while, by PostgreSQL's clock."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args
from uuid import UUID

import msgspec

from app.accounts.events.account_event import Known
from app.platform.sql import fetch

TYPES = [str(each.__struct_config__.tag) for each in get_args(Known)]
# So many are decoded at a stretch: some milliseconds.
AT_ONCE = 500
RECENT = """
SELECT id FROM account_events
WHERE created_at > clock_timestamp() - make_interval(secs => $1)
ORDER BY created_at
"""
THESE = """
SELECT id, type, body::text AS body,
    extract(epoch FROM clock_timestamp() - created_at)::float8 AS age
FROM account_events
WHERE id = ANY($1::uuid[])
ORDER BY created_at
"""
UNSETTLED = """
SELECT id, type, body::text AS body,
    extract(epoch FROM clock_timestamp() - created_at)::float8 AS age
FROM account_events
WHERE settled_at IS NULL AND type = ANY($2::text[])
ORDER BY type = 'user.status_changed' DESC, created_at LIMIT $1
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the outbox; `age` is the seconds since it was recorded.

    `event` None: of a kind that a later release has brought.
    """

    id: UUID
    type: str
    event: Known | None
    age: float


async def recent_event_ids(seconds: float) -> list[UUID]:
    """Return which events there are of the last `seconds`, oldest first.

    Most are known to whoever asks every second: a fifth of what reading them anew would cost.
    """
    return [row["id"] for row in await fetch(RECENT, seconds)]


async def these_events(ids: Sequence[UUID]) -> AsyncIterator[list[Recorded]]:
    """Return the events of these ids in their order, some hundreds at a time."""
    for first in range(0, len(ids), AT_ONCE):
        yield [recorded(row) for row in await fetch(THESE, ids[first : first + AT_ONCE])]


async def unsettled_events(*, most: int) -> list[Recorded]:
    """Return up to `most` events of which rooms and user were not told yet, oldest first.

    Before all others come those that close and open rooms: these do not wait for Redis. Those of a
    kind that is not known here are left out: after a roll-back there may be more than `most`.
    """
    return [recorded(row) for row in await fetch(UNSETTLED, most, TYPES)]


def recorded(row: Mapping[str, Any]) -> Recorded:
    """Return a row of either statement as the event that it holds."""
    try:
        event = msgspec.json.decode(row["body"], type=Known)
    except msgspec.ValidationError:
        event = None
    return Recorded(row["id"], row["type"], event, row["age"])
