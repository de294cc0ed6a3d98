"""Loading a room gives its rows as the events that announced them, in pages of whole turns."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
import pytest

from app.platform.errors import NotFound, Unavailable
from app.platform.events import Event as RoomEvent
from app.platform.principal import Principal
from app.rooms.events import RoomChanged
from app.rooms.history import in_order
from app.rooms.schemas import HistoryPage, ReadHistory
from app.tutor.events import ReplyDelta
from tests.app.replica import Event, FlakyBroker, Replica, kinds, learner
from tests.app.scripted_agents import edit, word


async def page(
    replica: Replica, who: Principal, room_id: UUID, before: int | None = None, limit: int = 50
) -> HistoryPage:
    return await replica.history.read(who, ReadHistory(room_id, before, limit), live=True)


def events_of(read: HistoryPage) -> list[Event]:
    return [msgspec.json.decode(one) for one in read.events]


def texts(events: Sequence[Event]) -> list[str]:
    return [one["text"] for one in events if one["type"] == "message.created"]


async def conversation(replica: Replica, who: Principal, turns: int) -> UUID:
    room_id = await replica.open(who)
    async with replica.running():
        for number in range(turns):
            sent = await replica.send(who, room_id, f"{number}번")
            await replica.end_of(sent.turn_id)
    return room_id


async def test_history_says_what_was_announced_live(replica: Replica, who: Principal) -> None:
    replica.agents.edits["밥 먹었습니까?"] = (edit("밥 먹었습니까?", "먹었습니까", "먹었어"),)
    replica.agents.picked = (word("밥", example="밥 먹자."),)
    replica.agents.picked_of_reply = (word("고기", example="고기 먹자."),)
    room_id = await replica.open(who)
    async with replica.running():
        for text in ("밥 먹었습니까?", "나는 먹었어."):
            sent = await replica.send(who, room_id, text)
            await replica.end_of(sent.turn_id)
    live = {one["seq"]: one for one in await replica.stream(room_id) if "seq" in one}
    loaded = {one["seq"]: one for one in events_of(await page(replica, who, room_id))}
    # Progress stands once a room.
    missing = {live[seq]["type"] for seq in live.keys() - loaded.keys()}
    assert missing == {"progress.updated"}
    for seq, event in loaded.items():
        # Its row says how it stands, not which turn made it so, or when.
        unsaid = {"time", "turn_id"} if event["type"] == "progress.updated" else {"time"}
        told = {name: one for name, one in live[seq].items() if name not in unsaid}
        assert {name: one for name, one in event.items() if name != "time"} == told


async def test_the_position_is_the_streams_when_no_reply_runs(
    replica: Replica, who: Principal
) -> None:
    room_id = await conversation(replica, who, 1)
    position = (await page(replica, who, room_id)).position
    assert position is not None
    assert (position.offset, position.epoch) == await replica.journal.place(room_id)


async def test_the_cursor_walks_back_to_the_first_message_without_doubles(
    replica: Replica, who: Principal
) -> None:
    room_id = await conversation(replica, who, 7)
    seen: list[int] = []
    said: list[str] = []
    before, more = None, True
    while more:
        read = await page(replica, who, room_id, before, limit=3)
        events = events_of(read)
        seen = [one["seq"] for one in events] + seen
        said = texts(events) + said
        before, more = read.before, read.more
    assert before is None
    assert said[1:] == [f"{number}번" for number in range(7)]
    assert seen == sorted(set(seen))
    whole = events_of(await page(replica, who, room_id))
    assert set(seen) == {one["seq"] for one in whole}


async def test_a_page_holds_whole_turns_with_all_that_they_announced(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    for text in ("하나", "둘", "셋"):
        await replica.unrun(who, room_id, text)
    read = await page(replica, who, room_id, limit=1)
    assert texts(events_of(read)) == ["하나", "둘", "셋"], "one turn has all three"
    assert read.more
    older = await page(replica, who, room_id, before=read.before)
    assert [one["author"] for one in events_of(older)] == ["persona"]
    assert not older.more


async def test_a_page_that_begins_with_the_rooms_first_message_says_that_there_is_no_more(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    await replica.unrun(who, room_id)
    read = await page(replica, who, room_id, limit=2)
    assert (len(read.events), read.more, read.before) == (2, False, None)


async def test_progress_stands_on_the_newest_page_only(replica: Replica, who: Principal) -> None:
    room_id = await conversation(replica, who, 3)
    newest = await page(replica, who, room_id, limit=1)
    older = await page(replica, who, room_id, before=newest.before, limit=1)
    assert kinds(events_of(newest)).count("progress.updated") == 1
    assert "progress.updated" not in kinds(events_of(older))


async def test_a_reply_under_way_comes_as_started_and_one_delta_from_the_beginning(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    _, turn = await replica.admit(who, room_id)
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.publish_delta(turn, 1, 0, "나는 ")
    await replica.store.save_reply(turn, "나는 ")
    saved = await replica.journal.place(room_id)
    await replica.store.publish_delta(turn, 1, 3, "집에")

    read = await page(replica, who, room_id)
    started, delta = events_of(read)[-2:]
    assert (started["type"], started["attempt"]) == ("reply.started", 1)
    assert (delta["type"], delta["at"], delta["text"]) == ("reply.delta", 0, "나는 ")
    assert "seq" not in delta
    assert delta["message_id"] == started["message_id"] == str(turn.reply_id)
    # What was announced since the save comes again from there, and nothing is missing.
    assert read.position is not None
    assert (read.position.offset, read.position.epoch) == saved
    assert (await replica.stream(room_id))[read.position.offset]["text"] == "집에"


async def test_a_reply_whose_stream_was_lost_is_loaded_from_the_beginning_of_the_new_one(
    replica: Replica, who: Principal, broker: FlakyBroker
) -> None:
    room_id = await replica.open(who)
    _, turn = await replica.admit(who, room_id)
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.publish_delta(turn, 1, 0, "나는 ")
    await replica.store.save_reply(turn, "나는 ")
    broker._streams.clear()
    await replica.store.publish_delta(turn, 1, 3, "집에 ")
    await replica.store.publish_delta(turn, 1, 6, "가")
    position = (await page(replica, who, room_id)).position
    place = await replica.journal.place(room_id)
    assert place is not None
    offset, epoch = place
    assert offset == 2
    assert position is not None
    # Its beginning: what was said since the save is in no row yet.
    assert (position.offset, position.epoch) == (0, epoch)


async def test_a_turn_that_was_given_up_in_mid_reply_does_not_hold_the_position_back(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    sent, turn = await replica.admit(who, room_id)
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.give_up(sent.turn_id, 1)
    read = await page(replica, who, room_id)
    assert kinds(events_of(read))[-1] == "turn.failed"
    assert read.position is not None
    assert (read.position.offset, read.position.epoch) == await replica.journal.place(room_id)


async def test_a_room_is_loaded_by_its_own_learner_while_it_is_open(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    with pytest.raises(NotFound):
        await page(replica, await learner(), room_id)
    await replica.rooms.leave(who, room_id)
    with pytest.raises(NotFound):
        await page(replica, who, room_id)


async def test_a_live_page_needs_the_stream_and_another_does_not(
    replica: Replica, who: Principal, broker: FlakyBroker
) -> None:
    room_id = await replica.open(who)
    broker.away = True
    with pytest.raises(Unavailable):
        await page(replica, who, room_id)
    read = await replica.history.read(who, ReadHistory(room_id), live=False)
    assert (len(read.events), read.position) == (1, None)


def test_a_delta_stays_behind_the_event_it_came_after() -> None:
    started, later, first = (RoomChanged(closeness=1, open=True, seq=seq) for seq in (5, 9, 2))
    delta = ReplyDelta(attempt=1, at=0, text="응")
    ordered: list[RoomEvent] = in_order([started, delta, later, first])
    assert ordered == [first, started, delta, later]
