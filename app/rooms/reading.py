"""What the tutor reads of a room: who talks to whom, and what was said around a turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.platform.sealing import Sealer
from app.platform.sql import fetch
from app.rooms.message_body import open_sealed_message
from app.rooms.models import Message

# One statement, because every turn begins with it.
AROUND = """
SELECT room.id AS room_id, room.user_id, room.persona, room.closeness,
       learner.nickname, learner.language, learner.level,
       said.id, said.turn_id, said.seq, said.author, said.body, said.key_id
FROM rooms room JOIN users learner ON learner.id = room.user_id CROSS JOIN LATERAL (
    (SELECT * FROM messages WHERE room_id = room.id AND seq < $2 ORDER BY seq DESC LIMIT $3)
    UNION ALL
    (SELECT * FROM messages WHERE turn_id = $4 AND seq >= $2)
) said
WHERE room.id = $1 ORDER BY said.seq
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """A room and its learner, as others need to know them."""

    room_id: UUID
    user_id: UUID
    persona: str
    closeness: int
    learner_name: str
    language: str
    level: str


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message, opened."""

    message_id: UUID
    turn_id: UUID | None
    seq: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A turn's room, the messages before it, oldest first, and its own by `seq`."""

    facts: Facts
    before: Sequence[StoredMessage]
    messages: Sequence[StoredMessage]


class RoomReading:
    """Opens rows for the tutor."""

    def __init__(self, *, sealer: Sealer) -> None:
        self._sealer = sealer

    async def around_turn(
        self, turn_id: UUID, *, room_id: UUID, position: int, limit: int
    ) -> Surroundings:
        """Return the room with the turn's messages and the last `limit` before seq `position`.

        `position` is the seq of the turn's first message. Raises `LookupError` where the turn has
        no message.
        """
        rows = await fetch(AROUND, room_id, position, limit, turn_id)
        said = [self._opened(row) for row in rows]
        messages = [one for one in said if one.seq >= position]
        if not messages:
            raise LookupError(f"turn {turn_id} has no message")
        before = [one for one in said if one.seq < position]
        return Surroundings(_facts(rows[0]), before, messages)

    async def messages_of_turn(self, turn_id: UUID) -> Sequence[StoredMessage]:
        """Return a turn's messages by `seq`."""
        rows = Message.filter(turn_id=turn_id).order_by("seq")
        return [
            self._opened(row)
            for row in await rows.values(
                "id", "room_id", "turn_id", "seq", "author", "body", "key_id"
            )
        ]

    def _opened(self, row: Mapping[str, Any]) -> StoredMessage:
        body = open_sealed_message(
            self._sealer, row["room_id"], row["id"], bytes(row["body"]), row["key_id"]
        )
        return StoredMessage(row["id"], row["turn_id"], row["seq"], row["author"], body.text)


def _facts(row: Mapping[str, Any]) -> Facts:
    return Facts(
        room_id=row["room_id"],
        user_id=row["user_id"],
        persona=row["persona"],
        closeness=row["closeness"],
        learner_name=row["nickname"],
        language=row["language"],
        level=row["level"],
    )
