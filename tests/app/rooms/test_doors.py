"""In the rooms of a user whose account is not active nothing is said, and it all comes back."""

from uuid import uuid4

import pytest

from app.platform.principal import Principal
from app.rooms.doors import RoomLocked, lock_rooms, unlock_rooms
from app.rooms.models import Message, Request, Room
from app.rooms.schemas import SendMessage
from tests.app.replica import Replica, learner


async def test_every_room_of_the_user_is_locked_once_and_nobody_elses(
    replica: Replica, who: Principal
) -> None:
    other = await learner()
    await replica.open(who, "friend")
    await replica.open(who, "senior")
    theirs = await replica.open(other)
    assert await lock_rooms(who.user_id) == 2
    assert await lock_rooms(who.user_id) == 0
    assert (await Room.get(id=theirs)).locked_at is None
    assert await unlock_rooms(who.user_id) == 2
    assert await unlock_rooms(who.user_id) == 0


async def test_nothing_is_said_or_changed_in_a_locked_room(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    async with replica.running():
        first = SendMessage(uuid4(), room_id, "안녕! 뭐 해?")
        sent = await replica.sending.send(who, first)
        await replica.end_of(sent.turn_id)
        await lock_rooms(who.user_id)
        said = await Message.all().count()
        with pytest.raises(RoomLocked) as refused:
            await replica.send(who, room_id)
        assert (refused.value.status, refused.value.name) == (403, "room-locked")
        for forbidden in (
            replica.rooms.change(who, room_id, 3, learner_name="샘"),
            replica.rooms.leave(who, room_id),
            replica.rooms.open(who, "friend", 2, learner_name="샘"),
        ):
            with pytest.raises(RoomLocked):
                await forbidden
        assert await replica.sending.send(who, first) == sent, "its answer was only lost"
        assert await Message.all().count() == said
        assert await Request.all().count() == 1

        await unlock_rooms(who.user_id)
        again = await replica.send(who, room_id)
        await replica.end_of(again.turn_id)
