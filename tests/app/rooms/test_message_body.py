"""A message's body is sealed for its own row and opens nowhere else."""

from uuid import uuid4

import pytest

from app.platform.sealing import Sealer, SealingError
from app.rooms.events import Guidance
from app.rooms.message_body import MessageBody, open_message, open_sealed_message, seal_message
from app.rooms.models import Message


def test_a_body_comes_back_with_its_guidance(sealer: Sealer) -> None:
    room_id, message_id = uuid4(), uuid4()
    body = MessageBody("안녕하세요", Guidance("Be polite.", "높임말을 쓰세요."))
    sealed = seal_message(sealer, room_id, message_id, body)
    assert "안녕".encode() not in sealed.data
    row = Message(id=message_id, room_id=room_id, body=sealed.data, key_id=sealed.key_id)
    assert open_message(sealer, row) == body


def test_a_body_put_into_another_row_or_room_does_not_open(sealer: Sealer) -> None:
    room_id, message_id = uuid4(), uuid4()
    sealed = seal_message(sealer, room_id, message_id, MessageBody("비밀"))
    for elsewhere in ((room_id, uuid4()), (uuid4(), message_id), (message_id, room_id)):
        with pytest.raises(SealingError):
            open_sealed_message(sealer, *elsewhere, sealed.data, sealed.key_id)
