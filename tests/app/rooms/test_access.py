"""A room is found by its own learner only, and only while it is open."""

from uuid import uuid4

import pytest
from tortoise.transactions import in_transaction

from app.platform.errors import NotFound
from app.platform.principal import Principal
from app.rooms.access import own_room
from app.rooms.doors import RoomLocked, lock_rooms
from tests.app.replica import Replica, learner


async def test_a_learner_finds_a_room_of_their_own(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    assert (await own_room(who, room_id)).id == room_id


async def test_it_can_be_locked_for_a_transaction(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    async with in_transaction():
        assert (await own_room(who, room_id, lock=True)).id == room_id


async def test_another_learners_room_is_as_one_that_never_was(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    with pytest.raises(NotFound) as foreign:
        await own_room(await learner(), room_id)
    with pytest.raises(NotFound) as unknown:
        await own_room(who, uuid4())
    assert foreign.value.detail == unknown.value.detail


async def test_a_room_that_was_left_is_not_found(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    await replica.rooms.leave(who, room_id)
    with pytest.raises(NotFound):
        await own_room(who, room_id)


async def test_a_room_that_is_locked_says_so_to_its_learner_and_nothing_to_others(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    await lock_rooms(who.user_id)
    with pytest.raises(RoomLocked):
        await own_room(who, room_id)
    with pytest.raises(NotFound):
        await own_room(await learner(), room_id)
