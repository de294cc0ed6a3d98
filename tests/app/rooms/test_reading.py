"""What the tutor reads of a room: who talks to whom, and what was said around a turn."""

from uuid import UUID, uuid4

import pytest

from app.platform.principal import Principal
from app.platform.sealing import SealingError
from app.platform.sql import execute
from app.rooms.models import Message
from app.rooms.reading import Surroundings
from app.tutor.models import Turn
from tests.app.replica import Replica, learner


async def test_the_room_and_its_learner_are_known(replica: Replica) -> None:
    who = await learner(nickname="지우", language="ko")
    room_id = await replica.open(who, "boss", 1)
    sent = await replica.unrun(who, room_id)
    facts = (await read(replica, sent.turn_id)).facts
    assert (facts.room_id, facts.user_id) == (room_id, who.user_id)
    assert (facts.persona, facts.closeness) == ("boss", 1)
    assert (facts.learner_name, facts.language, facts.level) == ("지우", "ko", "beginner")


async def test_what_was_said_before_comes_oldest_first_and_apart_from_the_turns_own(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    for text in ("하나", "둘", "셋"):
        sent = await replica.unrun(who, room_id, text)
        await Turn.filter(id=sent.turn_id).update(first_delta_at=replica.clock.now())
    last = await replica.unrun(who, room_id, "넷")
    await replica.unrun(who, room_id, "다섯")
    around = await read(replica, last.turn_id, limit=2)
    assert [one.text for one in around.before] == ["둘", "셋"]
    assert [one.text for one in around.messages] == ["넷", "다섯"]
    assert [one.text for one in await replica.rooms.messages_of_turn(last.turn_id)] == [
        "넷",
        "다섯",
    ]


async def test_messages_of_later_turns_are_not_read(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    first = await replica.unrun(who, room_id, "하나")
    await Turn.filter(id=first.turn_id).update(first_delta_at=replica.clock.now())
    await replica.unrun(who, room_id, "둘")
    around = await read(replica, first.turn_id)
    assert [one.author for one in around.before] == ["persona"]
    assert [one.text for one in around.messages] == ["하나"]


async def test_a_turn_without_a_message_is_an_error(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    with pytest.raises(LookupError):
        await replica.rooms.around_turn(uuid4(), room_id=room_id, position=9, limit=5)


async def test_a_body_that_was_moved_from_another_message_does_not_open(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id)
    greeting = await Message.get(room_id=room_id, author="persona")
    await execute("UPDATE messages SET body = $1 WHERE id = $2", greeting.body, sent.message_id)
    with pytest.raises(SealingError):
        await read(replica, sent.turn_id)


async def read(replica: Replica, turn_id: UUID, limit: int = 24) -> Surroundings:
    turn = await Turn.get(id=turn_id)
    return await replica.rooms.around_turn(
        turn.id, room_id=turn.room_id, position=turn.position, limit=limit
    )
