"""The envelope that every event of a room shares; the rooms say what is inside."""

from datetime import datetime
from uuid import UUID

import msgspec


class Event(msgspec.Struct, kw_only=True, omit_defaults=True, tag_field="type"):
    """What is announced on `room:<room id>` (realtime.md, Events of a room).

    `seq` numbers a room's events without gaps; deltas have none. `time` is when its row was
    written. Additive only: a client
    ignores types and fields that it does not know.
    """

    v: int = 1
    seq: int | None = None
    turn_id: UUID | None = None
    message_id: UUID | None = None
    time: datetime | None = None


def encode_event(event: Event) -> bytes:
    """Return the event as the JSON that goes over the wire."""
    return msgspec.json.encode(event)
