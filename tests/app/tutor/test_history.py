"""A turn's rows say again what was announced of it."""

from uuid import UUID, uuid4

import msgspec
import pytest

from app.platform.events import encode_event
from app.platform.principal import Principal
from app.tutor.history import TurnHistory
from tests.app.replica import Event, Replica
from tests.app.scripted_agents import MODEL

OWN = {"reply.started", "reply.completed", "feedback.ready", "turn.completed", "turn.failed"}


async def history_of(replica: Replica, room_id: UUID, *turn_ids: UUID) -> list[Event]:
    messages = [
        one.message_id
        for turn_id in turn_ids
        for one in await replica.rooms.messages_of_turn(turn_id)
    ]
    events = await TurnHistory(sealer=replica.sealer).events(
        room_id, turn_ids=turn_ids, message_ids=messages, newest=True
    )
    return [msgspec.json.decode(encode_event(one)) for one in events]


async def live(replica: Replica, room_id: UUID) -> list[Event]:
    return [one for one in await replica.stream(room_id) if one["type"] in OWN]


@pytest.mark.parametrize(
    "failing", [set(), {"feedback"}, {"reply"}, {"feedback", "words", "reply"}]
)
async def test_it_is_the_same_whatever_failed(
    replica: Replica, who: Principal, failing: set[str]
) -> None:
    room_id = await replica.open(who)
    replica.agents.failing = failing
    async with replica.running():
        sent = await replica.send(who, room_id)
        await replica.end_of(sent.turn_id)
    told = await history_of(replica, room_id, sent.turn_id)
    for event in told + (announced := await live(replica, room_id)):
        del event["time"]
    assert sorted(told, key=lambda one: one["seq"]) == announced


async def test_a_stopped_reply_is_completed_with_what_there_was_of_it(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    sent, turn = await replica.admit(who, room_id)
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.complete_reply(turn, 1, "나는", stopped=True, origin=MODEL)
    await replica.store.finish(turn, missing=(), stopped=True, reason=None)
    _, completed, end = await history_of(replica, room_id, sent.turn_id)
    assert (completed["text"], end["stopped"]) == ("나는", True)


async def test_the_place_of_a_save_is_that_of_the_reply_that_runs_among_the_turns(
    replica: Replica, who: Principal
) -> None:
    sent, turn = await replica.admit(who, await replica.open(who))
    history = TurnHistory(sealer=replica.sealer)
    assert await history.saved_place([sent.turn_id]) is None
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.publish_delta(turn, 1, 0, "나")
    await replica.store.save_reply(turn, "나")
    assert await history.saved_place([sent.turn_id]) == turn.place
    assert await history.saved_place([uuid4()]) is None
    await replica.store.complete_reply(turn, 1, "나", stopped=False, origin=MODEL)
    assert await history.saved_place([sent.turn_id]) is None
