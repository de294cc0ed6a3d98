"""A message's body is sealed for its own row and opens nowhere else."""

from uuid import uuid4

import pytest

from app.platform.sealing import Sealer, SealingError
from app.rooms.events import Guidance
from app.rooms.message_body import MessageBody, open_message, open_sealed_message, seal_message
from app.rooms.models import Message


def test_a_body_comes_back_with_its_guidance(sealer: Sealer) -> None:
    message_id = uuid4()
    body = MessageBody("안녕하세요", Guidance("Be polite.", "높임말을 쓰세요."))
    sealed = seal_message(sealer, message_id, body)
    assert "안녕".encode() not in sealed.data
    row = Message(id=message_id, body=sealed.data, key_id=sealed.key_id)
    assert open_message(sealer, row) == body


def test_a_body_put_into_another_row_does_not_open(sealer: Sealer) -> None:
    sealed = seal_message(sealer, uuid4(), MessageBody("비밀"))
    with pytest.raises(SealingError):
        open_sealed_message(sealer, uuid4(), sealed.data, sealed.key_id)
