"""What crosses the wire of rooms, and what is refused there."""

from uuid import uuid4

import msgspec
import pytest

from app.rooms.schemas import ChangeRoom, OpenRoom, ReadHistory, SendMessage


@pytest.mark.parametrize("closeness", [0, 4, "2", None])
def test_a_closeness_is_one_two_or_three(closeness: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"closeness": closeness}, ChangeRoom)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"persona": "friend", "closeness": closeness}, OpenRoom)


@pytest.mark.parametrize("limit", [0, 201])
def test_a_page_has_one_to_two_hundred_messages(limit: int) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"room_id": str(uuid4()), "limit": limit}, ReadHistory)


def test_a_page_is_the_newest_fifty_unless_asked_otherwise() -> None:
    read = msgspec.convert({"room_id": str(uuid4())}, ReadHistory)
    assert (read.before, read.limit) == (None, 50)


def test_a_message_without_a_request_id_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"room_id": str(uuid4()), "text": "안녕"}, SendMessage)
