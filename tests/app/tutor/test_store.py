"""Every result of a turn is one row and one event, written under the own fence or not at all."""

from collections.abc import Awaitable, Callable

import pytest
from tortoise.exceptions import IntegrityError

from app.platform.principal import Principal
from app.rooms.models import RoomEvent
from app.rooms.schemas import MessageSent
from app.study.models import Progress, WordList
from app.tutor.answers import FeedbackAnswer
from app.tutor.lease import LeaseLostError, claim_reply
from app.tutor.models import Feedback, Reply, Turn
from app.tutor.store import OpenTurn
from tests.app.replica import Event, FlakyBroker, NewReplica, Replica, expire, kinds, rows_of
from tests.app.scripted_agents import MODEL, edit, word

PERFECT = FeedbackAnswer("perfect", "해체", "해체", "안녕!", (), "Fine.", "좋아요.", MODEL)


@pytest.fixture
async def admitted(replica: Replica, who: Principal) -> tuple[MessageSent, OpenTurn]:
    """A message whose turn is open here, and nothing of it stored."""
    return await replica.admit(who, await replica.open(who))


async def last_event(replica: Replica, turn: OpenTurn) -> Event:
    return (await replica.stream(turn.room_id))[-1]


# Loading


async def test_a_turn_is_loaded_with_its_room_its_messages_and_what_was_said_before(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who, "senior", 1)
    replica.agents.picked = (word("고기"),)
    async with replica.running():
        before = await replica.send(who, room_id, "안녕하세요!")
        await replica.end_of(before.turn_id)
    _, turn = await replica.admit(who, room_id, "점심 드셨어요?")
    assert (turn.room_id, turn.user_id, turn.fence) == (room_id, who.user_id, 1)
    assert [one.text for one in turn.messages.values()] == ["점심 드셨어요?"]
    facts, talk = turn.conversation.facts, turn.conversation.exchanges
    assert (facts.persona, facts.closeness, facts.learner_name) == ("senior", 1, "샘")
    assert talk[0].learner == ""
    assert (talk[1].learner, talk[1].persona) == ("안녕하세요!", "응, 좋아!")
    assert turn.conversation.known_words == {"고기"}


async def test_messages_that_joined_are_told_once_and_none_is_ever_forgotten(
    replica: Replica, who: Principal, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    _, turn = admitted
    joined = await replica.unrun(who, turn.room_id, "뭐 해?")
    assert await replica.store.load_messages(turn) == [joined.message_id]
    assert await replica.store.load_messages(turn) == []
    assert [one.text for one in turn.messages.values()] == ["안녕! 뭐 해?", "뭐 해?"]


# Results


async def test_feedback_is_a_row_its_event_and_the_progress_in_one_transaction(
    replica: Replica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    text = "안녕! 뭐 해?"
    answer = FeedbackAnswer(
        "corrected",
        "해체",
        "해체",
        "안녕! 뭐 하니?",
        (edit(text, "해", "하니"),),
        "One.",
        "하나.",
        MODEL,
    )
    await replica.store.store_feedback(turn, sent.message_id, answer, target="해체")
    row = await Feedback.get(message_id=sent.message_id)
    ready, progress = (await replica.stream(turn.room_id))[-2:]
    assert (ready["type"], ready["seq"], ready["status"]) == (
        "feedback.ready",
        row.seq,
        "corrected",
    )
    assert (ready["corrected"], ready["edits"][0]["was"]) == ("안녕! 뭐 하니?", "해")
    assert (row.model, row.prompt_version, row.verdict) == ("test-model", "7", "verified")
    assert (progress["type"], progress["corrected"]) == ("progress.updated", 1)


async def test_a_failed_feedback_says_so_honestly_and_is_named_missing(
    replica: Replica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.store_feedback(turn, sent.message_id, None, target="해체")
    ready = (await replica.stream(turn.room_id))[-2]
    assert (ready["status"], ready["detected"]) == ("failed", "none")
    assert ready["feedback_en"].startswith("No feedback this time")
    assert (await Turn.get(id=sent.turn_id)).missing == ["feedback"]
    assert (await Progress.get(room_id=turn.room_id)).messages == 1


async def test_words_are_stored_with_their_event_and_failed_ones_are_named_missing(
    replica: Replica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.store_words(
        turn, sent.message_id, from_message=(), from_reply=(), failed=True
    )
    assert (await last_event(replica, turn))["status"] == "failed"
    assert (await WordList.get(message_id=sent.message_id)).status == "failed"
    assert (await Turn.get(id=sent.turn_id)).missing == ["words"]


async def test_a_result_stored_twice_is_refused_whole(
    replica: Replica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.store_feedback(turn, sent.message_id, PERFECT, target="해체")
    announced = len(await replica.stream(turn.room_id))
    with pytest.raises(IntegrityError):
        await replica.store.store_feedback(turn, sent.message_id, PERFECT, target="해체")
    assert len(await replica.stream(turn.room_id)) == announced
    assert (await Progress.get(room_id=turn.room_id)).messages == 1


async def test_a_second_attempt_keeps_the_reply_and_drops_its_text(
    replica: Replica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.save_reply(turn, "처음")
    await replica.store.start_reply(turn, 2, interruptions=1, source="model")
    started = [one for one in await replica.stream(turn.room_id) if one["type"] == "reply.started"]
    assert [one["attempt"] for one in started] == [1, 2]
    assert len({one["message_id"] for one in started}) == 1
    row = await Turn.get(id=sent.turn_id)
    assert (row.attempt, row.interruptions) == (2, 1)
    _, record = await replica.store.load(sent.turn_id, 1)
    assert record.reply is not None
    assert (record.reply.attempt, record.reply.text) == (2, "")
    assert (await Reply.get(turn_id=sent.turn_id)).started_seq == started[1]["seq"]


async def test_a_text_is_saved_with_the_place_of_its_last_delta(
    replica: Replica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.publish_delta(turn, 1, 0, "나는 ")
    await replica.store.save_reply(turn, "나는 ")
    row = await Reply.get(turn_id=sent.turn_id)
    assert (row.saved_offset, row.saved_epoch) == await replica.journal.place(turn.room_id)


async def test_a_completed_reply_admits_no_message_and_is_kept_with_who_gave_it(
    replica: Replica, who: Principal, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.complete_reply(turn, 1, "응!", stopped=False, origin=MODEL)
    completed = await last_event(replica, turn)
    assert (completed["type"], completed["text"]) == ("reply.completed", "응!")
    row = await Reply.get(turn_id=sent.turn_id)
    assert (row.state, row.model, row.completed_seq) == (
        "completed",
        "test-model",
        completed["seq"],
    )
    assert (await replica.unrun(who, turn.room_id)).turn_id != sent.turn_id


@pytest.mark.parametrize(
    ("reason", "kind", "state"),
    [(None, "turn.completed", "completed"), ("empty", "turn.failed", "failed")],
)
async def test_an_end_says_what_is_missing_and_why(
    replica: Replica,
    admitted: tuple[MessageSent, OpenTurn],
    reason: str | None,
    kind: str,
    state: str,
) -> None:
    sent, turn = admitted
    await replica.store.finish(turn, missing=("words",), stopped=False, reason=reason)
    end = await last_event(replica, turn)
    assert (end["type"], end["missing"], end.get("reason")) == (kind, ["words"], reason)
    row = await Turn.get(id=sent.turn_id)
    assert (row.state, row.reason, row.ended_seq) == (state, reason, end["seq"])


async def test_what_redis_did_not_take_is_stored_all_the_same(
    replica: Replica, broker: FlakyBroker, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    _, turn = admitted
    broker.away = True
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.publish_delta(turn, 1, 0, "나는")
    await replica.store.complete_reply(turn, 1, "나는 좋아.", stopped=False, origin=MODEL)
    await replica.store.finish(turn, missing=(), stopped=False, reason=None)
    broker.away = False
    await replica.journal.publish(turn.room_id)
    assert kinds(await replica.stream(turn.room_id))[-3:] == [
        "reply.started",
        "reply.completed",
        "turn.completed",
    ]


# A lost lease

Write = Callable[[Replica, OpenTurn, MessageSent], Awaitable[object]]
WRITES: dict[str, Write] = {
    "feedback": lambda one, turn, sent: one.store.store_feedback(
        turn, sent.message_id, PERFECT, target="해체"
    ),
    "words": lambda one, turn, sent: one.store.store_words(
        turn, sent.message_id, from_message=(), from_reply=(), failed=False
    ),
    "start": lambda one, turn, _: one.store.start_reply(turn, 1, interruptions=0, source="model"),
    "save": lambda one, turn, _: one.store.save_reply(turn, "안녕"),
    "complete": lambda one, turn, _: one.store.complete_reply(
        turn, 1, "안녕", stopped=False, origin=MODEL
    ),
    "fail": lambda one, turn, _: one.store.fail_reply(turn, "안녕", "empty"),
    "finish": lambda one, turn, _: one.store.finish(turn, missing=(), stopped=False, reason=None),
    "give up": lambda one, turn, _: one.store.give_up(turn.turn_id, turn.fence),
}


@pytest.mark.parametrize("write", WRITES)
async def test_who_lost_the_lease_writes_and_announces_nothing(
    replica: Replica,
    new_replica: NewReplica,
    admitted: tuple[MessageSent, OpenTurn],
    write: str,
) -> None:
    sent, turn = admitted
    await expire(sent.turn_id)
    await new_replica().leases.take_over(most=1)
    before = await everything_of(turn)
    with pytest.raises(LeaseLostError):
        await WRITES[write](replica, turn, sent)
    assert await everything_of(turn) == before


async def test_a_delta_of_who_lost_the_lease_is_refused_once_the_new_owner_spoke(
    replica: Replica, new_replica: NewReplica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.publish_delta(turn, 1, 0, "나는")
    await expire(sent.turn_id)
    other = new_replica()
    await other.leases.take_over(most=1)
    theirs, _ = await other.store.load(sent.turn_id, 2)
    await other.store.publish_delta(theirs, 2, 0, "우리는")
    with pytest.raises(LeaseLostError):
        await replica.store.publish_delta(turn, 1, 2, " 좋아")


async def everything_of(turn: OpenTurn) -> list[object]:
    tables = ("turns", "replies", "feedback", "word_lists", "progress", "rooms")
    return [
        await RoomEvent.filter(room_id=turn.room_id).count(),
        *[await rows_of(f"SELECT * FROM {table}") for table in tables],
    ]


# Giving up


async def test_giving_up_before_the_reply_is_a_failure_that_names_all_that_is_missing(
    replica: Replica, who: Principal, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.store_feedback(turn, sent.message_id, PERFECT, target="해체")
    await replica.unrun(who, turn.room_id, "하나 더")
    await replica.store.give_up(sent.turn_id, 1)
    end = await last_event(replica, turn)
    assert (end["type"], end["reason"]) == ("turn.failed", "internal")
    assert end["missing"] == ["feedback", "reply", "words"]


async def test_giving_up_in_mid_reply_ends_the_reply_too_and_keeps_what_there_is(
    replica: Replica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await claim_reply(sent.turn_id, 1)
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.save_reply(turn, "나는")
    await replica.store.give_up(sent.turn_id, 1)
    assert (await Reply.get(turn_id=sent.turn_id)).state == "failed"
    assert (await Turn.get(id=sent.turn_id)).state == "failed"


async def test_giving_up_after_a_finished_reply_completes_the_turn(
    replica: Replica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.complete_reply(turn, 1, "응", stopped=True, origin=MODEL)
    await replica.store.give_up(sent.turn_id, 1)
    end = await last_event(replica, turn)
    assert (end["type"], end["stopped"]) == ("turn.completed", True)
    assert end["missing"] == ["feedback", "words"]


async def test_giving_up_needs_nothing_that_is_sealed_to_open(
    replica: Replica, admitted: tuple[MessageSent, OpenTurn]
) -> None:
    sent, turn = admitted
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await rows_of("UPDATE replies SET body = $1 RETURNING id", b"x" * 40)
    await rows_of("UPDATE messages SET body = $1 RETURNING id", b"x" * 40)
    await replica.store.give_up(sent.turn_id, 1)
    assert (await last_event(replica, turn))["type"] == "turn.failed"
