"""The shell around a turn asks the agents, stores what they answer, and stops when told to."""

import asyncio
from uuid import UUID

import pytest

from app.platform.principal import Principal
from app.tutor import running_turn
from app.tutor.lease import LeaseLostError, claim_first_delta
from app.tutor.models import Reply, Turn
from app.tutor.running_turn import RunningTurn
from app.tutor.turn import StopAsked
from tests.app.replica import Event, NewReplica, Replica, expire, kinds, until, until_true
from tests.app.scripted_agents import ScriptedReply, word


async def reply_number(replica: Replica, number: int) -> ScriptedReply:
    await until_true(lambda: len(replica.agents.replies) >= number)
    return replica.agents.replies[number - 1]


async def shown(replica: Replica, room_id: UUID, text: str) -> None:
    async def there() -> bool:
        return any(one.get("text") == text for one in await replica.stream(room_id))

    await until(there)


async def judged(replica: Replica, room_id: UUID) -> None:
    """Wait until nothing is being written but the reply."""

    async def there() -> bool:
        return "progress.updated" in kinds(await replica.stream(room_id))

    await until(there)


def of_turn(stream: list[Event], turn_id: UUID) -> list[str]:
    return [one["type"] for one in stream if one.get("turn_id") == str(turn_id)]


async def test_a_turn_runs_from_its_message_to_its_end_in_the_promised_order(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id)
    assert await replica.turn(sent.turn_id, 1).run() == room_id
    told = of_turn(await replica.stream(room_id), sent.turn_id)
    assert told[0] == "message.created"
    assert told[-1] == "turn.completed"
    assert sorted(told[1:-1]) == sorted(
        [
            "feedback.ready",
            "progress.updated",
            "words.ready",
            "reply.started",
            "reply.delta",
            "reply.completed",
        ]
    )
    replies = [kind for kind in told if kind.startswith("reply.")]
    assert replies == ["reply.started", "reply.delta", "reply.completed"]


async def test_a_turn_under_another_fence_is_not_run(replica: Replica, who: Principal) -> None:
    sent = await replica.unrun(who, await replica.open(who))
    with pytest.raises(LeaseLostError):
        await replica.turn(sent.turn_id, 2).run()


async def test_an_agent_that_fails_holds_up_no_other(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    replica.agents.failing = {"feedback", "words"}
    sent = await replica.unrun(who, room_id)
    await replica.turn(sent.turn_id, 1).run()
    end = (await replica.stream(room_id))[-1]
    assert (end["type"], end["missing"]) == ("turn.completed", ["feedback", "words"])
    assert (await Reply.get(turn_id=sent.turn_id)).state == "completed"


async def test_an_agent_that_never_answers_is_given_its_seconds_and_no_more(
    new_replica: NewReplica, who: Principal
) -> None:
    replica = new_replica(answer_seconds=0.01)
    replica.agents.may_answer.clear()
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id)
    await replica.turn(sent.turn_id, 1).run()
    assert (await replica.stream(room_id))[-1]["missing"] == ["feedback", "words"]


async def test_a_reply_that_fails_before_its_first_word_fails_the_turn(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    replica.agents.failing = {"reply"}
    sent = await replica.unrun(who, room_id)
    await replica.turn(sent.turn_id, 1).run()
    end = (await replica.stream(room_id))[-1]
    assert (end["type"], end["reason"]) == ("turn.failed", "deadline")
    assert end["missing"] == ["reply"]


async def test_a_reply_cut_off_once_is_asked_again_under_the_same_message(
    replica: Replica, who: Principal
) -> None:
    replica.agents.replies_at_once = None
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id)
    async with asyncio.TaskGroup() as group:
        group.create_task(replica.turn(sent.turn_id, 1).run())
        first = await reply_number(replica, 1)
        first.say("나는")
        await shown(replica, room_id, "나는")
        first.break_off()
        second = await reply_number(replica, 2)
        second.say("우리는 좋아.")
        second.end()
    stream = await replica.stream(room_id)
    replies = [one for one in stream if one["type"].startswith("reply.")]
    assert [one["attempt"] for one in replies] == [1, 1, 2, 2, 2]
    assert len({one["message_id"] for one in replies}) == 1
    assert replies[-1]["text"] == "우리는 좋아."
    row = await Turn.get(id=sent.turn_id)
    assert (row.attempt, row.interruptions, row.state) == (2, 1, "completed")


async def test_a_turn_told_to_stop_completes_with_what_was_said_and_ends_the_request(
    replica: Replica, who: Principal
) -> None:
    replica.agents.replies_at_once = None
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id)
    turn = replica.turn(sent.turn_id, 1)
    async with asyncio.TaskGroup() as group:
        group.create_task(turn.run())
        reply = await reply_number(replica, 1)
        reply.say("나는")
        await shown(replica, room_id, "나는")
        turn.tell(StopAsked())
    assert reply.closed
    stream = await replica.stream(room_id)
    completed = next(one for one in stream if one["type"] == "reply.completed")
    assert completed["text"] == "나는"
    assert (stream[-1]["type"], stream[-1]["stopped"]) == ("turn.completed", True)


async def test_a_turn_stopped_before_its_reply_began_ends_and_lets_the_next_go_on_at_once(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    ahead = await replica.unrun(who, room_id)
    await claim_first_delta(ahead.turn_id, 1, 1)
    sent = await replica.unrun(who, room_id)
    turn = replica.turn(sent.turn_id, 1)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(turn.run())
        await until_true(lambda: bool(replica.agents.feedback_asked))
        turn.tell(StopAsked())
    assert running.result() == room_id, "the next turn of the room is told of the end"
    assert "reply.started" not in of_turn(await replica.stream(room_id), sent.turn_id)


async def test_a_reply_waits_for_the_turn_ahead_and_is_told_when_that_has_ended(
    replica: Replica, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running_turn, "ROOM_LOOK_SECONDS", 60.0)
    room_id = await replica.open(who)
    ahead = await replica.unrun(who, room_id, "첫째")
    await claim_first_delta(ahead.turn_id, 1, 1)
    behind = await replica.unrun(who, room_id, "둘째")
    waiting = replica.turn(behind.turn_id, 1)
    async with asyncio.TaskGroup() as group:
        group.create_task(waiting.run())
        await until_true(lambda: replica.agents.words_asked == ["둘째"])
        assert replica.agents.replies == []
        assert await replica.turn(ahead.turn_id, 1).run() == room_id
        waiting.room_moved()
    assert [one.messages for one in replica.agents.replies] == [["첫째"], ["둘째"]]


async def test_an_end_that_nobody_told_of_is_found_by_looking(
    replica: Replica, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running_turn, "ROOM_LOOK_SECONDS", 0.01)
    room_id = await replica.open(who)
    ahead = await replica.unrun(who, room_id, "첫째")
    await claim_first_delta(ahead.turn_id, 1, 1)
    behind = await replica.unrun(who, room_id, "둘째")
    await asyncio.gather(*(replica.turn(one.turn_id, 1).run() for one in (behind, ahead)))
    assert [one.messages for one in replica.agents.replies] == [["첫째"], ["둘째"]]


async def test_a_message_that_joins_in_the_moment_of_the_first_word_is_answered_with_it(
    replica: Replica, who: Principal
) -> None:
    """Nobody tells the turn: it finds the message when it may not show the first word."""
    replica.agents.replies_at_once = None
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id, "야")
    async with asyncio.TaskGroup() as group:
        group.create_task(replica.turn(sent.turn_id, 1).run())
        first = await reply_number(replica, 1)
        assert (await replica.unrun(who, room_id, "뭐 해?")).turn_id == sent.turn_id
        first.say("응?")
        second = await reply_number(replica, 2)
        assert second.messages == ["야", "뭐 해?"]
        second.say("집이야.")
        second.end()
    stream = await replica.stream(room_id)
    assert [one["text"] for one in stream if one["type"] == "reply.delta"] == ["집이야."]
    assert {one["attempt"] for one in stream if one["type"].startswith("reply.")} == {1}
    assert kinds(stream).count("feedback.ready") == kinds(stream).count("words.ready") == 2


async def test_a_message_is_looked_for_only_where_the_row_counts_more_than_are_known(
    replica: Replica, who: Principal
) -> None:
    replica.agents.replies_at_once = None
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id, "야")
    turn = replica.turn(sent.turn_id, 1)
    async with asyncio.TaskGroup() as group:
        group.create_task(turn.run())
        await reply_number(replica, 1)
        await replica.unrun(who, room_id, "뭐 해?")
        await turn.look_for_messages(1)
        assert replica.agents.feedback_asked == ["야"]
        await turn.look_for_messages(2)
        second = await reply_number(replica, 2)
        second.say("응")
        second.end()
    assert replica.agents.feedback_asked == ["야", "뭐 해?"]


async def test_words_of_the_reply_fill_up_and_the_worker_is_woken_for_them(
    replica: Replica, who: Principal
) -> None:
    replica.agents.picked = (word("밥"),)
    replica.agents.picked_of_reply = (word("고기"),)
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id)
    await replica.turn(sent.turn_id, 1).run()
    (ready,) = [one for one in await replica.stream(room_id) if one["type"] == "words.ready"]
    found = [(one["lemma"], one["found_in"]) for one in ready["words"]]
    assert found == [("밥", "message"), ("고기", "reply")]
    assert replica.alarm.rung == [sent.message_id]


async def test_the_worker_is_not_woken_where_there_is_no_word(
    replica: Replica, who: Principal
) -> None:
    sent = await replica.unrun(who, await replica.open(who))
    await replica.turn(sent.turn_id, 1).run()
    assert replica.alarm.rung == []


async def test_an_owner_that_lost_its_lease_stops_by_itself_and_says_nothing_more(
    replica: Replica, new_replica: NewReplica, who: Principal
) -> None:
    replica.agents.replies_at_once = None
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(replica.turn(sent.turn_id, 1).run())
        reply = await reply_number(replica, 1)
        await judged(replica, room_id)
        await expire(sent.turn_id)
        await new_replica().leases.take_over(most=1)
        said = len(await replica.stream(room_id))
        reply.say("나는")
        reply.end()
    assert running.result() is None
    assert reply.closed
    assert len(await replica.stream(room_id)) == said


async def test_the_text_so_far_is_saved_for_whoever_takes_the_turn_over(
    replica: Replica, who: Principal
) -> None:
    replica.agents.replies_at_once = None
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id)
    turn: RunningTurn = replica.turn(sent.turn_id, 1)
    await turn.save()
    async with asyncio.TaskGroup() as group:
        group.create_task(turn.run())
        reply = await reply_number(replica, 1)
        reply.say("나는 ")
        await shown(replica, room_id, "나는 ")
        reply.say("좋아")
        await shown(replica, room_id, "좋아")
        await turn.save()
        _, record = await replica.store.load(sent.turn_id, 1)
        assert record.reply is not None
        assert record.reply.text == "나는 좋아"
        reply.end()
