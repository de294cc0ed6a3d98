"""A process owns its turns: starts, renews, takes over, hands over, and gives up on what fails."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tortoise.transactions import in_transaction

from app.platform.principal import Principal
from app.platform.tasks import TaskInTransactionError
from app.tutor.lease import claim_first_delta
from app.tutor.models import Turn
from app.tutor.runner import MOST_FAILURES
from tests.app.replica import (
    NewReplica,
    Replica,
    kinds,
    learner,
    until_true,
)
from tests.app.tutor.mid_reply import ends, in_mid_reply

# Starting


async def test_a_turn_is_begun_once_however_often_it_is_asked_for(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    async with replica.running():
        sent = await replica.send(who, room_id)
        await replica.runner.start(sent.turn_id)
        await replica.runner.look_after()
        await replica.end_of(sent.turn_id)
        assert replica.runner.running == 0
    assert ends(await replica.stream(room_id)) == ["turn.completed"]
    assert len(replica.agents.replies) == 1


async def test_a_turn_that_was_committed_and_never_begun_is_begun_by_the_next_look(
    replica: Replica, who: Principal
) -> None:
    sent = await replica.unrun(who, await replica.open(who))
    async with replica.running():
        await replica.runner.look_after()
        assert (await replica.end_of(sent.turn_id)).state == "completed"


async def test_a_turn_cannot_be_begun_before_the_runner_runs(replica: Replica) -> None:
    with pytest.raises(RuntimeError):
        await replica.runner.start(uuid4())


async def test_a_turn_is_never_begun_inside_a_transaction(replica: Replica, who: Principal) -> None:
    sent = await replica.unrun(who, await replica.open(who))
    async with replica.running():
        with pytest.raises(TaskInTransactionError):
            await begin_in_transaction(replica, sent.turn_id)


async def begin_in_transaction(replica: Replica, turn_id: UUID) -> None:
    async with in_transaction():
        await replica.runner.start(turn_id)


async def test_it_looks_after_its_turns_with_every_heartbeat(
    new_replica: NewReplica, who: Principal
) -> None:
    quick = new_replica(heartbeat_seconds=0)
    sent = await quick.unrun(who, await quick.open(who))
    async with quick.running():
        assert (await quick.end_of(sent.turn_id)).state == "completed"


# Stopping, joining, moving on: here and elsewhere


async def test_a_stop_from_another_process_is_heard_at_the_next_look(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)
    async with first.running():
        sent, reply = await in_mid_reply(first, who, room_id)
        assert await second.runner.stop(sent.turn_id, who.user_id)
        assert second.nudges == [("turn.stop", sent.turn_id)]
        await first.runner.look_after()
        assert (await first.end_of(sent.turn_id)).stopped
        assert reply.closed


async def test_and_at_once_where_the_nudge_arrives(new_replica: NewReplica, who: Principal) -> None:
    first, second = new_replica(), new_replica()
    async with first.running():
        sent, _ = await in_mid_reply(first, who, await first.open(who))
        await second.runner.stop(sent.turn_id, who.user_id)
        first.runner.overhear("turn.stop", sent.turn_id)
        assert (await first.end_of(sent.turn_id)).stopped


async def test_a_stop_here_needs_no_nudge_and_is_the_learners_own(
    replica: Replica, who: Principal
) -> None:
    async with replica.running():
        sent, _ = await in_mid_reply(replica, who, await replica.open(who))
        assert not await replica.runner.stop(sent.turn_id, (await learner()).user_id)
        assert await replica.runner.stop(sent.turn_id, who.user_id)
        assert (await replica.end_of(sent.turn_id)).stopped
        assert not await replica.runner.stop(sent.turn_id, who.user_id)
    assert "turn.stop" not in [name for name, _ in replica.nudges]


async def test_all_turns_of_one_learner_are_stopped_wherever_they_run(
    new_replica: NewReplica, who: Principal
) -> None:
    here, there, beside = new_replica(), new_replica(), new_replica()
    stranger = await learner()
    async with here.running(), there.running(), beside.running():
        mine, _ = await in_mid_reply(here, who, await here.open(who))
        elsewhere, _ = await in_mid_reply(there, who, await there.open(who, "senior"))
        theirs, _ = await in_mid_reply(beside, stranger, await beside.open(stranger))
        await here.runner.stop_all(who.user_id)
        assert (await here.end_of(mine.turn_id)).stopped
        assert ("turn.stop", elsewhere.turn_id) in here.nudges
        there.runner.overhear("turn.stop", elsewhere.turn_id)
        assert (await there.end_of(elsewhere.turn_id)).stopped
        assert not await Turn.filter(id=theirs.turn_id).exclude(stop_asked_at=None).exists()


async def test_a_message_accepted_elsewhere_joins_by_nudge_or_by_looking(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)
    first.agents.replies_at_once = None
    async with first.running(), second.running():
        sent = await first.send(who, room_id, "하나")
        await until_true(lambda: bool(first.agents.replies))
        assert (await second.send(who, room_id, "둘")).turn_id == sent.turn_id
        assert second.nudges == [("turn.joined", sent.turn_id)]
        first.runner.overhear("turn.joined", sent.turn_id)
        await until_true(lambda: first.agents.replies[-1].messages == ["하나", "둘"])
        await second.send(who, room_id, "셋")
        await first.runner.look_after()
        await until_true(lambda: first.agents.replies[-1].messages == ["하나", "둘", "셋"])
        first.agents.replies[-1].say("응")
        first.agents.replies[-1].end()
        await first.end_of(sent.turn_id)
    assert first.agents.feedback_asked == ["하나", "둘", "셋"]


async def test_the_end_of_a_turn_lets_the_next_of_its_room_go_on_here_and_elsewhere(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)
    async with first.running(), second.running():
        ahead, reply = await in_mid_reply(first, who, room_id)
        here = await first.send(who, room_id, "여기서")
        await claim_first_delta(here.turn_id, 1, 1)
        there = await second.send(who, room_id, "저기서")
        first.agents.replies_at_once = "응!"
        reply.end()
        await first.end_of(ahead.turn_id)
        await first.end_of(here.turn_id)
        await until_true(lambda: first.nudges.count(("room.moved", room_id)) == 2)
        second.runner.overhear("room.moved", room_id)
        await second.end_of(there.turn_id)


async def test_a_nudge_that_comes_before_the_runner_runs_is_not_needed(replica: Replica) -> None:
    replica.runner.overhear("turn.stop", uuid4())


# Failing


async def test_a_turn_that_fails_is_begun_again_and_given_up_after_a_few_times(
    replica: Replica, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = await replica.open(who)
    runs = 0

    async def fails(*_: object, **__: object) -> None:
        nonlocal runs
        runs += 1
        raise RuntimeError("a fault of our own")

    monkeypatch.setattr(replica.store, "store_feedback", fails)
    sent = await replica.unrun(who, room_id)
    async with replica.running():
        for failures in range(1, MOST_FAILURES + 1):
            await replica.runner.look_after()
            await until_true(lambda: replica.runner.running == 0)
            assert runs == failures
        row = await replica.end_of(sent.turn_id)
        await replica.runner.look_after()
    assert ends(await replica.stream(room_id)) == [f"turn.{row.state}"]
    assert "feedback" in (row.missing or ())


async def test_a_turn_that_fails_once_goes_on_where_it_was(
    replica: Replica, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = await replica.open(who)
    whole = replica.store.complete_reply

    async def fails(*_: object, **__: object) -> None:
        monkeypatch.setattr(replica.store, "complete_reply", whole)
        raise OSError("the connection broke")

    monkeypatch.setattr(replica.store, "complete_reply", fails)
    sent = await replica.unrun(who, room_id)
    async with replica.running():
        await replica.runner.look_after()
        await until_true(lambda: replica.runner.running == 0)
        await replica.runner.look_after()
        row = await replica.end_of(sent.turn_id)
    assert (row.state, row.interruptions) == ("completed", 0)
    stream = await replica.stream(room_id)
    assert ends(stream) == ["turn.completed"]
    assert kinds(stream).count("feedback.ready") == 1


async def test_a_turn_is_not_given_up_because_the_database_went_away_again_and_again(
    replica: Replica, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = await replica.open(who)
    whole, cut = replica.store.complete_reply, 0

    async def cut_off(*values: Any, **named: Any) -> None:
        nonlocal cut
        cut += 1
        if cut <= MOST_FAILURES + 1:
            raise asyncpg.ConnectionDoesNotExistError("connection was closed")
        await whole(*values, **named)

    monkeypatch.setattr(replica.store, "complete_reply", cut_off)
    sent = await replica.unrun(who, room_id)
    async with replica.running():
        for _ in range(MOST_FAILURES + 1):
            await replica.runner.look_after()
            await until_true(lambda: replica.runner.running == 0)
        await replica.runner.look_after()
        row = await replica.end_of(sent.turn_id)
    assert (row.state, row.missing, row.interruptions) == ("completed", [], 0)
    assert ends(await replica.stream(room_id)) == ["turn.completed"]


async def test_a_turn_that_cannot_even_be_ended_harms_no_other(
    replica: Replica, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = await replica.unrun(who, await replica.open(who))

    async def fails(*_: object) -> None:
        raise RuntimeError("poison")

    monkeypatch.setattr(replica.runner, "_give_up", fails)
    await Turn.filter(id=poisoned.turn_id).update(position=10_000)
    async with replica.running():
        for _ in range(MOST_FAILURES):
            await replica.runner.look_after()
            await until_true(lambda: replica.runner.running == 0)
        sent = await replica.send(who, await replica.open(who, "boss"))
        await replica.end_of(sent.turn_id)


async def test_a_database_that_is_away_for_a_heartbeat_ends_nothing(
    new_replica: NewReplica, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = new_replica(heartbeat_seconds=0)
    looked = 0

    async def away() -> list[object]:
        nonlocal looked
        looked += 1
        if looked < 3:
            raise OSError("nothing listens there")
        return []

    monkeypatch.setattr(replica.leases, "renew", away)
    async with replica.running():
        await until_true(lambda: looked > 3)
