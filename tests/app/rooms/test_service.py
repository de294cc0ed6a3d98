"""Rooms are opened once, moved with a ritual and left; each is its learner's own."""

import asyncio
from uuid import uuid4

import pytest
from tortoise.exceptions import IntegrityError

from app.platform.errors import Forbidden, NotFound
from app.platform.principal import Principal
from app.rooms.models import Message, Room, RoomEvent
from app.rooms.service import created_event, shown
from tests.app.replica import NewReplica, Replica, kinds, learner
from tests.conftest import HandClock


async def open_in(replica: Replica, who: Principal, persona: str = "friend") -> tuple[Room, bool]:
    return await replica.rooms.open(who, persona, 2, learner_name="샘")


async def test_a_new_room_is_opened_by_its_persona_with_one_line_of_guidance(
    replica: Replica, who: Principal
) -> None:
    room, new = await open_in(replica, who)
    assert new
    (greeting,) = await replica.stream(room.id)
    assert (greeting["type"], greeting["author"]) == ("message.created", "persona")
    assert greeting["text"]
    assert greeting["guidance"]["en"]
    assert greeting["guidance"]["ko"]
    assert "turn_id" not in greeting


async def test_who_enters_again_finds_the_same_room_and_is_not_greeted_twice(
    replica: Replica, who: Principal
) -> None:
    first, _ = await open_in(replica, who)
    second, new = await open_in(replica, who)
    assert (second.id, new) == (first.id, False)
    assert await Message.filter(room_id=first.id).count() == 1


async def test_a_room_opened_on_two_servers_at_once_is_one_room_with_one_greeting(
    new_replica: NewReplica, who: Principal
) -> None:
    replicas = (new_replica(), new_replica()) * 3
    opened = await asyncio.gather(*(open_in(one, who) for one in replicas))
    assert len({room.id for room, _ in opened}) == 1
    assert [new for _, new in opened].count(True) == 1
    assert await Message.all().count() == await RoomEvent.all().count() == 1


async def test_the_database_itself_allows_one_open_room_a_persona(
    replica: Replica, who: Principal
) -> None:
    room, _ = await open_in(replica, who)
    with pytest.raises(IntegrityError):
        await Room.create(
            id=uuid4(),
            user_id=who.user_id,
            persona="friend",
            closeness=1,
            created_at=room.created_at,
            changed_at=room.changed_at,
        )


async def test_an_unknown_persona_is_not_found(replica: Replica, who: Principal) -> None:
    with pytest.raises(NotFound, match="persona"):
        await open_in(replica, who, "nobody")


@pytest.mark.parametrize(("birth_year", "allowed"), [(2006, True), (2007, False)])
async def test_a_partner_is_for_those_who_are_surely_nineteen(
    replica: Replica, clock: HandClock, birth_year: int, allowed: bool
) -> None:
    assert clock.now().year == 2026
    who = await learner(birth_year=birth_year)
    if allowed:
        assert (await open_in(replica, who, "honey"))[1]
    else:
        with pytest.raises(Forbidden):
            await open_in(replica, who, "honey")
        assert await replica.rooms.open_rooms(who) == []


async def test_moving_the_closeness_is_announced_and_the_persona_plays_the_ritual(
    replica: Replica, who: Principal
) -> None:
    room, _ = await open_in(replica, who)
    moved = await replica.rooms.change(who, room.id, 3, learner_name="샘")
    assert moved.closeness == (await Room.get(id=room.id)).closeness == 3
    _, changed, ritual = await replica.stream(room.id)
    assert (changed["type"], changed["closeness"], changed["open"]) == ("room.changed", 3, True)
    assert (ritual["type"], ritual["author"]) == ("message.created", "persona")
    assert "guidance" not in ritual


async def test_moving_it_to_where_it_is_says_nothing(replica: Replica, who: Principal) -> None:
    room, _ = await open_in(replica, who)
    await replica.rooms.change(who, room.id, 2, learner_name="샘")
    assert len(await replica.stream(room.id)) == 1


async def test_a_room_that_was_left_is_announced_closed_and_the_next_entry_opens_a_fresh_one(
    replica: Replica, who: Principal
) -> None:
    room, _ = await open_in(replica, who)
    await replica.rooms.leave(who, room.id)
    last = (await replica.stream(room.id))[-1]
    assert (last["type"], last["open"]) == ("room.changed", False)
    again, new = await open_in(replica, who)
    assert new
    assert again.id != room.id


async def test_leaving_twice_at_once_announces_it_once(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room, _ = await open_in(first, who)
    left = await asyncio.gather(
        *(one.rooms.leave(who, room.id) for one in (first, second)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in left) == ["NoneType", "NotFound"]
    assert kinds(await first.stream(room.id)).count("room.changed") == 1


async def test_another_learners_room_can_be_neither_moved_nor_left(
    replica: Replica, who: Principal
) -> None:
    room, _ = await open_in(replica, await learner())
    with pytest.raises(NotFound):
        await replica.rooms.change(who, room.id, 3, learner_name="샘")
    with pytest.raises(NotFound):
        await replica.rooms.leave(who, room.id)
    assert (await Room.get(id=room.id)).closed_at is None


async def test_open_rooms_are_the_callers_own_the_newest_change_first(
    replica: Replica, who: Principal, clock: HandClock
) -> None:
    await open_in(replica, await learner())
    rooms = []
    for persona in ("friend", "boss", "senior"):
        clock.advance(1)
        rooms.append((await open_in(replica, who, persona))[0])
    await replica.rooms.leave(who, rooms[1].id)
    clock.advance(1)
    moved = await replica.rooms.change(who, rooms[0].id, 3, learner_name="샘")
    listed = await replica.rooms.open_rooms(who)
    assert [room.persona for room in listed] == ["friend", "senior"]
    assert shown(moved) == shown(listed[0])


async def test_a_message_says_again_from_its_row_what_was_announced(
    replica: Replica, who: Principal
) -> None:
    room, _ = await open_in(replica, who)
    (row,) = await Message.filter(room_id=room.id)
    (announced,) = await replica.stream(room.id)
    event = created_event(replica.sealer, row)
    assert event.seq == announced["seq"]
    assert str(event.message_id) == announced["message_id"]
