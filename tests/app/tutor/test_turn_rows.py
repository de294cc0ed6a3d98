"""A turn is read in one statement, and made into the record that its machine begins from."""

from uuid import uuid4

import pytest

from app.platform.principal import Principal
from app.tutor.lease import LeaseLostError, ask_stop
from app.tutor.models import Turn
from app.tutor.turn import MessageRecord, ReplyRecord
from app.tutor.turn_rows import read_turn
from tests.app.replica import Replica
from tests.app.scripted_agents import MODEL


async def test_a_fresh_turn_has_nothing_but_its_message(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id)
    rows = await read_turn(replica.sealer, sent.turn_id, 1, turns_before=24)
    assert (rows.room_id, rows.user_id, rows.position) == (room_id, who.user_id, sent.seq)
    record = rows.record([sent.message_id], frozenset())
    assert record.messages == (MessageRecord(sent.message_id),)
    assert (record.reply, record.interruptions, record.missing) == (None, 0, ())
    assert not record.first_delta_claimed
    assert not record.stop_asked


async def test_all_that_was_stored_is_found_again(replica: Replica, who: Principal) -> None:
    sent, turn = await replica.admit(who, await replica.open(who))
    await replica.store.store_feedback(turn, sent.message_id, None, target="해체")
    await replica.store.start_reply(turn, 2, interruptions=1, source="model")
    await replica.store.save_reply(turn, "나는 ")
    await ask_stop(sent.turn_id, who.user_id)
    await Turn.filter(id=sent.turn_id).update(first_delta_at=replica.clock.now())
    rows = await read_turn(replica.sealer, sent.turn_id, 1, turns_before=24)
    record = rows.record([sent.message_id], frozenset([sent.message_id]))
    assert record.messages == (MessageRecord(sent.message_id, has_feedback=True, has_words=True),)
    assert record.reply == ReplyRecord("running", 2, "나는 ")
    assert rows.reply_id == turn.reply_id
    assert (record.interruptions, record.missing) == (1, ("feedback",))
    assert record.first_delta_claimed
    assert record.stop_asked


async def test_why_a_reply_failed_is_known_after_a_takeover(
    replica: Replica, who: Principal
) -> None:
    sent, turn = await replica.admit(who, await replica.open(who))
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.fail_reply(turn, "", "filtered")
    rows = await read_turn(replica.sealer, sent.turn_id, 1, turns_before=24)
    assert rows.reply == ReplyRecord("failed", 1, "", "filtered")
    assert rows.missing == ("reply",)


async def test_replies_of_the_turns_before_it_in_its_room_are_read_with_it(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    before = []
    for text in ("하나", "둘", "셋"):
        sent, turn = await replica.admit(who, room_id)
        await replica.store.start_reply(turn, 1, interruptions=0, source="model")
        await replica.store.complete_reply(turn, 1, text, stopped=False, origin=MODEL)
        await replica.store.finish(turn, missing=(), stopped=False, reason=None)
        before.append(sent.turn_id)
    await replica.unrun(who, await replica.open(who, "boss"))
    last = await replica.unrun(who, room_id)
    rows = await read_turn(replica.sealer, last.turn_id, 1, turns_before=2)
    assert rows.replies_before == {before[1]: "둘", before[2]: "셋"}
    assert rows.reply is None


async def test_under_another_fence_or_after_its_end_a_turn_is_lost(
    replica: Replica, who: Principal
) -> None:
    sent, turn = await replica.admit(who, await replica.open(who))
    for turn_id, fence in ((sent.turn_id, 2), (uuid4(), 1)):
        with pytest.raises(LeaseLostError):
            await read_turn(replica.sealer, turn_id, fence, turns_before=24)
    await replica.store.finish(turn, missing=(), stopped=False, reason=None)
    with pytest.raises(LeaseLostError):
        await read_turn(replica.sealer, sent.turn_id, 1, turns_before=24)
