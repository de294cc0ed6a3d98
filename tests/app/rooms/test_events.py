"""What a room announces of itself, as it stands on the wire."""

from uuid import UUID

import msgspec

from app.platform.events import encode_event
from app.rooms.events import Guidance, MessageCreated, RoomChanged

MESSAGE = UUID(int=1)


def test_a_greeting_says_who_speaks_and_how_to_speak_and_has_no_turn() -> None:
    event = MessageCreated(
        author="persona",
        text="안녕!",
        guidance=Guidance("Casual.", "반말로."),
        seq=1,
        message_id=MESSAGE,
    )
    assert msgspec.json.decode(encode_event(event)) == {
        "type": "message.created",
        "seq": 1,
        "message_id": str(MESSAGE),
        "author": "persona",
        "text": "안녕!",
        "guidance": {"en": "Casual.", "ko": "반말로."},
    }


def test_a_change_says_the_closeness_and_whether_the_room_is_open() -> None:
    assert msgspec.json.decode(encode_event(RoomChanged(closeness=3, open=False, seq=4))) == {
        "type": "room.changed",
        "seq": 4,
        "closeness": 3,
        "open": False,
    }
