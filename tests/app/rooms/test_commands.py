"""What a socket may ask of rooms: JSON in, JSON out."""

from uuid import uuid4

import msgspec
import pytest

from app.platform.errors import BadRequest
from app.platform.principal import Principal
from app.rooms.commands import commands
from tests.app.replica import Replica


async def test_a_message_is_sent_and_found_in_the_history(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    asked = commands(sending=replica.sending, history=replica.history)
    async with replica.running():
        sent = msgspec.json.decode(
            await asked["message.send"](
                who,
                msgspec.json.encode(
                    {"request_id": uuid4(), "room_id": room_id, "text": "밥 먹었어?"}
                ),
            )
        )
        assert set(sent) == {"message_id", "seq", "turn_id"}
        page = msgspec.json.decode(
            await asked["room.history"](who, msgspec.json.encode({"room_id": room_id}))
        )
    assert [one["text"] for one in page["events"] if one["type"] == "message.created"][1:] == [
        "밥 먹었어?"
    ]
    assert set(page["position"]) == {"offset", "epoch"}


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"room_id": "no id"}', b"\xff"])
async def test_data_that_cannot_be_read_is_a_bad_request(
    replica: Replica, who: Principal, data: bytes
) -> None:
    for command in commands(sending=replica.sending, history=replica.history).values():
        with pytest.raises(BadRequest):
            await command(who, data)
