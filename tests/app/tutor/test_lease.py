"""Leases: renewed by their owner, taken over when it was silent, handed over at a drain."""

import asyncio
from uuid import UUID, uuid4

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from app.platform.principal import Principal
from app.tutor.lease import (
    LeaseLostError,
    Leases,
    ask_stop,
    claim_first_delta,
    claim_reply,
    hold,
    hold_in_room,
)
from app.tutor.models import Turn
from tests.app.replica import Replica, expire, learner, until_somebody_waits_for_a_lock


@pytest.fixture
def other() -> Leases:
    """The leases of another process."""
    return Leases(uuid4(), seconds=6)


async def replying(replica: Replica, who: Principal) -> UUID:
    """A turn in the middle of its reply; its id."""
    sent, turn = await replica.admit(who, await replica.open(who))
    assert await claim_reply(sent.turn_id, 1)
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    return sent.turn_id


async def closed(replica: Replica, who: Principal, room_id: UUID) -> UUID:
    """A turn that no message can join; its id."""
    sent = await replica.unrun(who, room_id)
    assert await claim_first_delta(sent.turn_id, 1, 1)
    return sent.turn_id


# Renewing and taking over


async def test_an_owner_renews_all_its_turns_and_hears_what_was_asked_of_them(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    first = await replica.unrun(who, room_id)
    second = await replica.unrun(who, await replica.open(who, "boss"))
    await replica.unrun(who, room_id)
    await ask_stop(second.turn_id, who.user_id)
    await expire(first.turn_id)
    leases = {one.turn_id: one for one in await replica.leases.renew()}
    assert leases.keys() == {first.turn_id, second.turn_id}
    assert (leases[first.turn_id].message_count, leases[first.turn_id].stop_asked) == (2, False)
    assert (leases[second.turn_id].message_count, leases[second.turn_id].stop_asked) == (1, True)


async def test_only_a_lease_that_has_run_out_is_taken_over_under_a_higher_fence(
    replica: Replica, who: Principal, other: Leases
) -> None:
    living = await replica.unrun(who, await replica.open(who))
    dead = await replica.unrun(who, await replica.open(who, "boss"))
    await expire(dead.turn_id)
    (taken,) = await other.take_over(most=10)
    assert (taken.turn_id, taken.fence) == (dead.turn_id, 2)
    assert await other.take_over(most=10) == []
    assert [one.turn_id for one in await replica.leases.renew()] == [living.turn_id]
    assert [one.turn_id for one in await other.renew()] == [dead.turn_id]


async def test_the_fence_grows_with_every_owner(
    replica: Replica, who: Principal, other: Leases
) -> None:
    sent = await replica.unrun(who, await replica.open(who))
    for fence, leases in ((2, other), (3, replica.leases), (4, other)):
        await expire(sent.turn_id)
        assert [one.fence for one in await leases.take_over(most=1)] == [fence]


async def test_a_turn_that_has_ended_is_neither_renewed_nor_taken_over(
    replica: Replica, who: Principal, other: Leases
) -> None:
    sent, turn = await replica.admit(who, await replica.open(who))
    await replica.store.finish(turn, missing=(), stopped=False, reason=None)
    await expire(sent.turn_id)
    assert await replica.leases.renew() == await other.take_over(most=10) == []


async def test_two_sweepers_at_once_take_different_turns(
    replica: Replica, who: Principal, other: Leases
) -> None:
    turns = []
    for persona in ("friend", "boss", "senior", "coworker"):
        sent = await replica.unrun(who, await replica.open(who, persona))
        await expire(sent.turn_id)
        turns.append(sent.turn_id)
    third = Leases(uuid4(), seconds=6)
    taken = await asyncio.gather(*(one.take_over(most=2) for one in (other, third)))
    assert sorted(one.turn_id for some in taken for one in some) == sorted(turns)


async def test_a_turn_that_somebody_writes_at_the_moment_is_skipped_and_not_waited_for(
    replica: Replica, who: Principal, other: Leases
) -> None:
    sent = await replica.unrun(who, await replica.open(who))
    await expire(sent.turn_id)
    held, seen = asyncio.Event(), asyncio.Event()

    async def writes() -> None:
        async with in_transaction():
            await hold(sent.turn_id, 1)
            held.set()
            await seen.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(writes())
        await held.wait()
        async with asyncio.timeout(5):
            assert await other.take_over(most=10) == []
        seen.set()
    assert len(await other.take_over(most=10)) == 1


# Interruptions


async def test_a_crash_in_mid_reply_counts_as_an_interruption(
    replica: Replica, who: Principal, other: Leases
) -> None:
    turn_id = await replying(replica, who)
    await expire(turn_id)
    await other.take_over(most=1)
    assert (await Turn.get(id=turn_id)).interruptions == 1


async def test_a_crash_before_the_reply_began_or_after_it_ended_does_not(
    replica: Replica, who: Principal, other: Leases
) -> None:
    waiting = await replica.unrun(who, await replica.open(who, "boss"))
    sent, turn = await replica.admit(who, await replica.open(who))
    await claim_reply(sent.turn_id, 1)
    await replica.store.start_reply(turn, 1, interruptions=0, source="model")
    await replica.store.fail_reply(turn, "", "empty")
    for turn_id in (waiting.turn_id, sent.turn_id):
        await expire(turn_id)
    await other.take_over(most=2)
    assert [one.interruptions for one in await Turn.all()] == [0, 0]


async def test_a_turn_that_was_handed_over_may_be_taken_at_once_and_does_not_count(
    replica: Replica, who: Principal, other: Leases
) -> None:
    turn_id = await replying(replica, who)
    await replica.leases.release()
    (taken,) = await other.take_over(most=1)
    row = await Turn.get(id=turn_id)
    assert (taken.turn_id, row.interruptions, row.handed_over) == (turn_id, 0, False)
    await expire(turn_id)
    await replica.leases.take_over(most=1)
    assert (await Turn.get(id=turn_id)).interruptions == 1, "the next one is a crash again"


# Replies of a room, one after another


async def test_a_reply_waits_for_every_turn_before_it_in_the_room(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    first = await closed(replica, who, room_id)
    second = await closed(replica, who, room_id)
    elsewhere = await closed(replica, who, await replica.open(who, "boss"))
    assert not await claim_reply(second, 1)
    assert await claim_reply(elsewhere, 1)
    assert await claim_reply(first, 1)
    assert await claim_reply(first, 1), "who takes it over claims it again"
    assert not await claim_reply(second, 1)
    await Turn.filter(id=first).update(state="completed", ended_at=replica.clock.now())
    assert await claim_reply(second, 1)


async def test_a_reply_is_claimed_under_the_own_fence_only(
    replica: Replica, who: Principal
) -> None:
    sent = await replica.unrun(who, await replica.open(who))
    assert not await claim_reply(sent.turn_id, 2)


async def test_the_database_itself_allows_one_running_reply_a_room(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    for _ in range(2):
        await closed(replica, who, room_id)
    with pytest.raises(IntegrityError):
        await Turn.filter(room_id=room_id).update(state="replying")


# Joining against the first delta


async def test_after_the_first_delta_a_message_makes_a_new_turn(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    first = await replica.unrun(who, room_id)
    assert await claim_first_delta(first.turn_id, 1, 1)
    assert (await replica.unrun(who, room_id)).turn_id != first.turn_id


async def test_after_a_message_joined_the_first_delta_is_not_granted_for_fewer(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    first = await replica.unrun(who, room_id)
    assert (await replica.unrun(who, room_id)).turn_id == first.turn_id
    assert not await claim_first_delta(first.turn_id, 1, 1)
    assert await claim_first_delta(first.turn_id, 1, 2)


async def test_truly_at_once_one_of_the_two_wins_and_the_other_knows(
    replica: Replica, who: Principal
) -> None:
    for persona in ("friend", "boss", "senior", "coworker"):
        room_id = await replica.open(who, persona)
        first = await replica.unrun(who, room_id)
        granted, second = await asyncio.gather(
            claim_first_delta(first.turn_id, 1, 1), replica.unrun(who, room_id)
        )
        assert granted == (second.turn_id != first.turn_id)


async def test_no_message_joins_a_turn_that_was_stopped(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    first = await replica.unrun(who, room_id)
    assert await ask_stop(first.turn_id, who.user_id)
    assert (await replica.unrun(who, room_id)).turn_id != first.turn_id


# Holding


async def test_who_lost_the_lease_or_whose_turn_has_ended_holds_nothing(
    replica: Replica, who: Principal, other: Leases
) -> None:
    room_id = await replica.open(who)
    sent, turn = await replica.admit(who, room_id)
    await expire(sent.turn_id)
    await other.take_over(most=1)
    with pytest.raises(LeaseLostError):
        await hold(sent.turn_id, 1)
    with pytest.raises(LeaseLostError):
        await hold_in_room(sent.turn_id, 1, room_id)
    turn.fence = 2
    await replica.store.finish(turn, missing=(), stopped=False, reason=None)
    with pytest.raises(LeaseLostError):
        await hold_in_room(sent.turn_id, 2, room_id)


async def test_a_message_that_joins_while_a_result_is_written_waits_and_both_are_kept(
    replica: Replica, who: Principal
) -> None:
    """Both lock the room first: the other order is a deadlock."""
    room_id = await replica.open(who)
    first = await replica.unrun(who, room_id)
    held = asyncio.Event()

    async def writes() -> None:
        async with in_transaction():
            await hold_in_room(first.turn_id, 1, room_id)
            held.set()
            await joining_waits.wait()
            await replica.journal.append(room_id, [])

    async def joins() -> None:
        await held.wait()
        assert (await replica.unrun(who, room_id)).turn_id == first.turn_id

    joining_waits = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(writes())
        group.create_task(joins())
        await until_somebody_waits_for_a_lock()
        joining_waits.set()
    assert (await Turn.get(id=first.turn_id)).message_count == 2


# Stopping


async def test_a_turn_is_stopped_by_its_own_learner_while_it_is_open(
    replica: Replica, who: Principal
) -> None:
    sent, turn = await replica.admit(who, await replica.open(who))
    assert not await ask_stop(sent.turn_id, (await learner()).user_id)
    assert not await ask_stop(uuid4(), who.user_id)
    assert await ask_stop(sent.turn_id, who.user_id)
    await replica.store.finish(turn, missing=(), stopped=True, reason=None)
    assert not await ask_stop(sent.turn_id, who.user_id)
