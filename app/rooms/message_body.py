"""What is sealed of a message: its text, and the guidance of a greeting."""

from uuid import UUID

import msgspec

from app.platform.sealing import Sealed, Sealer
from app.rooms.events import Guidance
from app.rooms.models import Message


class MessageBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sealed part of a message's row."""

    text: str
    guidance: Guidance | None = None


def seal_message(sealer: Sealer, room_id: UUID, message_id: UUID, body: MessageBody) -> Sealed:
    """Seal `body` for its row in its room."""
    return sealer.seal(msgspec.json.encode(body), _place(room_id, message_id))


def open_message(sealer: Sealer, message: Message) -> MessageBody:
    """Open a row's body."""
    return open_sealed_message(
        sealer, message.room_id, message.id, bytes(message.body), message.key_id
    )


def open_sealed_message(
    sealer: Sealer, room_id: UUID, message_id: UUID, body: bytes, key_id: int
) -> MessageBody:
    """Open what `seal_message` made for `message_id` in `room_id`. Raises `SealingError`."""
    data = sealer.open(body, key_id, _place(room_id, message_id))
    return msgspec.json.decode(data, type=MessageBody)


def _place(room_id: UUID, message_id: UUID) -> str:
    return f"messages:{room_id}:{message_id}"
