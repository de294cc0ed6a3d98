"""A server that kills itself between the COMMIT of an event and its announcement, or just after.

No signal from outside hits so exactly. `DIES_AT` is the kind of event, `DIES` the moment:

    DIES_AT=reply.completed DIES=unpublished python -m tests.faults.dying_server serve
"""

import os
import signal
from unittest.mock import patch
from uuid import UUID

from app.cli import app
from app.platform.sql import execute, fetch
from app.rooms import journal
from app.rooms.journal import Journal

KIND = os.environ["DIES_AT"]
# Of a turn, committed, and not noted as published.
WAITING = """
SELECT event.type FROM room_events event JOIN rooms room ON room.id = event.room_id
WHERE event.room_id = $1 AND event.seq > room.published_seq AND event.type = $2
AND event.turn_id IS NOT NULL
"""
publish_some = Journal._publish_some


async def die_where_it_waits(room_id: object) -> None:
    if await fetch(WAITING, room_id, KIND):
        os.kill(os.getpid(), signal.SIGKILL)


async def dying_unpublished(self: Journal, room_id: UUID) -> int:
    await die_where_it_waits(room_id)
    return await publish_some(self, room_id)


async def dying_unnoted(statement: str, *values: object) -> int:
    if statement == journal.PUBLISHED:
        await die_where_it_waits(values[0])
    return await execute(statement, *values)


if __name__ == "__main__":
    with (
        patch.object(Journal, "_publish_some", dying_unpublished)
        if os.environ["DIES"] == "unpublished"
        else patch.object(journal, "execute", dying_unnoted)
    ):
        app()
