"""A turn outlives its process: taken over from the dead, handed over by who drains."""

import asyncio
from datetime import UTC, datetime

import pytest

from app.platform.principal import Principal
from app.rooms.schemas import MessageSent
from app.tutor.lease import Lease
from app.tutor.models import Reply, Turn
from app.tutor.runner import AFTER_AN_OUTAGE
from tests.app.replica import (
    FlakyBroker,
    NewReplica,
    Replica,
    expire,
    kinds,
    until_true,
)
from tests.app.scripted_agents import ScriptedReply
from tests.app.tutor.mid_reply import ends, in_mid_reply, until_delta, until_saved
from tests.conftest import HandClock

# Taking over


async def test_a_turn_whose_process_died_in_mid_reply_is_answered_again_under_the_same_message(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)
    async with first.running():
        sent, _ = await in_mid_reply(first, who, room_id)
    await expire(sent.turn_id)
    async with second.running():
        await second.runner.look_after()
        row = await second.end_of(sent.turn_id)
    assert (row.fence, row.attempt, row.interruptions) == (2, 2, 1)
    stream = await second.stream(room_id)
    assert ends(stream) == ["turn.completed"]
    started = [one for one in stream if one["type"] == "reply.started"]
    assert [one["attempt"] for one in started] == [1, 2]
    assert len({one["message_id"] for one in started}) == 1
    assert kinds(stream).count("feedback.ready") == kinds(stream).count("words.ready") == 1
    assert second.metrics.turns_taken_over._value.get() == 1


async def test_a_paused_owner_that_wakes_does_no_harm(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)
    async with first.running(), second.running():
        sent, reply = await in_mid_reply(first, who, room_id)
        await expire(sent.turn_id)
        await second.runner.look_after()
        await second.end_of(sent.turn_id)
        reply.say("늦었네")
        reply.end()
        await until_true(lambda: first.runner.running == 0)
    stream = await second.stream(room_id)
    assert ends(stream) == ["turn.completed"]
    assert "늦었네" not in str(stream)


async def test_an_owner_whose_turn_was_taken_stops_reading_at_its_next_look(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    async with first.running():
        sent, reply = await in_mid_reply(first, who, await first.open(who))
        await expire(sent.turn_id)
        await second.leases.take_over(most=1)
        await first.runner.look_after()
        await until_true(lambda: first.runner.running == 0)
        assert reply.closed


async def test_a_turn_lost_and_taken_back_is_run_by_the_newest_fence_only(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)
    async with first.running():
        sent, reply = await in_mid_reply(first, who, room_id)
        await expire(sent.turn_id)
        await second.leases.take_over(most=1)
        await second.leases.release()
        first.agents.replies_at_once = "응!"
        (lease,) = await first.leases.take_over(most=1)
        first.runner._begin(lease.turn_id, lease.fence)
        assert (await first.end_of(sent.turn_id)).fence == 3
        assert reply.closed
    assert ends(await first.stream(room_id)) == ["turn.completed"]


async def test_a_reply_cut_off_by_two_crashes_fails_and_its_text_is_kept(
    new_replica: NewReplica, who: Principal
) -> None:
    room_id = await new_replica().open(who)
    first, second, third = new_replica(), new_replica(), new_replica()
    async with first.running():
        sent, _ = await in_mid_reply(first, who, room_id, "나는 ")
    await expire(sent.turn_id)
    second.agents.replies_at_once = None
    async with second.running():
        await second.runner.look_after()
        await until_true(lambda: bool(second.agents.replies))
        second.agents.replies[0].say("우리는 ")
        await until_delta(second, room_id, "우리는 ")
        await until_saved(second, sent.turn_id, "우리는 ")
    await expire(sent.turn_id)
    async with third.running():
        await third.runner.look_after()
        row = await third.end_of(sent.turn_id)
    assert (row.state, row.reason, row.missing) == ("failed", "interrupted", ["reply"])
    assert third.agents.replies == []
    assert (await Reply.get(turn_id=sent.turn_id)).state == "failed"


async def test_what_nobody_published_is_published_by_the_sweep(
    replica: Replica, who: Principal, broker: FlakyBroker, clock: HandClock
) -> None:
    broker.away = True
    room_id = await replica.open(who)
    broker.away = False
    clock.advance(7200)
    await replica.runner.publish_left_behind()
    assert kinds(await replica.stream(room_id)) == ["message.created"]


async def test_after_an_outage_owners_come_back_before_anybody_takes_over(
    new_replica: NewReplica, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, other = new_replica(), new_replica()
    sent = await owner.unrun(who, await owner.open(who))
    await Turn.filter(id=sent.turn_id).update(lease_until=datetime(2020, 1, 1, tzinfo=UTC))

    async def away() -> list[Lease]:
        raise OSError("nothing listens there")

    async with other.running():
        with monkeypatch.context() as patch:
            patch.setattr(other.leases, "renew", away)
            with pytest.raises(OSError, match="nothing listens"):
                await other.runner.look_after()
        for _ in range(AFTER_AN_OUTAGE):
            await other.runner.look_after()
            assert other.runner.running == 0
        await other.runner.look_after()
        assert (await other.end_of(sent.turn_id)).state == "completed"


async def test_a_message_that_comes_while_the_runner_ends_is_taken_and_handed_over(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    async with replica.running():
        pass
    # As it is between the end of its turns and the end of the server.
    sent = await replica.send(who, room_id)
    assert replica.runner.running == 0
    turn = await Turn.get(id=sent.turn_id)
    assert turn.state not in {"completed", "failed"}


async def test_a_turn_that_begins_after_the_drain_is_handed_over_at_the_end(
    new_replica: NewReplica, who: Principal
) -> None:
    replica, heir = new_replica(), new_replica()
    room_id = await replica.open(who)
    async with replica.running():
        await replica.runner.drain(0)
        sent, _ = await in_mid_reply(replica, who, room_id)
    async with heir.running():
        await heir.runner.look_after()
        row = await heir.end_of(sent.turn_id)
    assert (row.state, row.interruptions) == ("completed", 0)


async def test_a_turn_begun_while_leases_are_renewed_goes_on(
    replica: Replica, who: Principal
) -> None:
    async with replica.running():
        renew = replica.leases.renew
        begun: list[tuple[MessageSent, ScriptedReply]] = []

        async def slow_renew() -> list[Lease]:
            answer = await renew()
            begun.append(await in_mid_reply(replica, who, await replica.open(who)))
            return answer

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(replica.leases, "renew", slow_renew)
            await replica.runner.look_after()
        assert replica.runner.running == 1
        ((sent, reply),) = begun
        reply.end()
        row = await replica.end_of(sent.turn_id)
    assert (row.state, row.attempt) == ("completed", 1)


async def test_what_a_heartbeat_did_not_expect_ends_neither_the_process_nor_its_turns(
    new_replica: NewReplica, who: Principal
) -> None:
    replica = new_replica(heartbeat_seconds=0.01)

    async def odd() -> list[Lease]:
        failed.set()
        raise RuntimeError("odd")

    failed = asyncio.Event()
    async with replica.running():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(replica.leases, "renew", odd)
            await failed.wait()
            failed.clear()
            await failed.wait()
        sent, reply = await in_mid_reply(replica, who, await replica.open(who))
        reply.end()
        row = await replica.end_of(sent.turn_id)
    assert row.state == "completed"


async def test_what_redis_did_not_take_is_said_again_by_the_next_delta(
    replica: Replica, who: Principal, broker: FlakyBroker
) -> None:
    room_id = await replica.open(who)
    async with replica.running():
        sent, reply = await in_mid_reply(replica, who, room_id)
        broker.away = True
        reply.say("집에 ")
        await until_true(lambda: broker.refused > 0)
        broker.away = False
        reply.say("갔어.")
        await until_delta(replica, room_id, "집에 갔어.")
        reply.end()
        await replica.end_of(sent.turn_id)
    deltas = [one for one in await replica.stream(room_id) if one["type"] == "reply.delta"]
    assert [(one["at"], one["text"]) for one in deltas] == [(0, "나는 "), (3, "집에 갔어.")]


async def test_what_redis_did_not_take_of_a_replys_end_is_said_before_it_completes(
    replica: Replica, who: Principal, broker: FlakyBroker
) -> None:
    room_id = await replica.open(who)
    async with replica.running():
        sent, reply = await in_mid_reply(replica, who, room_id)
        broker.away = True
        reply.say("집에")
        await until_true(lambda: broker.refused > 0)
        broker.away = False
        reply.end()
        await replica.end_of(sent.turn_id)
    shown = [one for one in await replica.stream(room_id) if one["type"].startswith("reply.")]
    assert [one["text"] for one in shown if "text" in one] == ["나는 ", "집에", "나는 집에"]


# Draining


async def test_a_drain_lets_running_turns_end_and_takes_over_none(
    new_replica: NewReplica, who: Principal
) -> None:
    replica, dead = new_replica(), new_replica()
    left = await dead.unrun(who, await replica.open(who, "boss"))
    await expire(left.turn_id)
    async with replica.running():
        sent, reply = await in_mid_reply(replica, who, await replica.open(who))
        async with asyncio.TaskGroup() as group:
            group.create_task(replica.runner.drain(30))
            await asyncio.sleep(0)
            await replica.runner.look_after()
            reply.end()
        assert (await Turn.get(id=sent.turn_id)).state == "completed"
    assert (await Turn.get(id=left.turn_id)).fence == 1


async def test_what_does_not_end_in_time_is_saved_and_handed_over_without_counting(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)
    async with first.running():
        sent, reply = await in_mid_reply(first, who, room_id)
        reply.say("좋아")
        await until_delta(first, room_id, "좋아")
        await first.runner.drain(0)
        await until_saved(first, sent.turn_id, "나는 좋아")
        await first.runner.look_after()
    async with second.running():
        await second.runner.look_after()
        row = await second.end_of(sent.turn_id)
    assert (row.state, row.interruptions, row.attempt) == ("completed", 0, 2)
    assert ends(await second.stream(room_id)) == ["turn.completed"]


async def test_a_process_that_runs_nothing_drains_at_once(replica: Replica) -> None:
    async with replica.running(), asyncio.timeout(5):
        await replica.runner.drain(30)
