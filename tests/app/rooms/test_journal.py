"""The journal numbers events by commit, and every committed event is published once, in order."""

import asyncio
from uuid import UUID, uuid4

import msgspec
import pytest
import redis.asyncio
from tortoise.transactions import in_transaction

from app.composition.broadcast import RoomBroadcast
from app.composition.channels import ROOM_STREAM, room_channel
from app.platform.errors import NotFound
from app.platform.principal import Principal
from app.platform.sealing import Sealer, SealingError, StreamCodec
from app.platform.sql import execute
from app.rooms.events import RoomChanged
from app.rooms.journal import BATCH, Journal
from app.rooms.models import Room, RoomEvent
from realtime.memory.broker import MemoryBroker
from realtime.redis.broker import RedisBroker
from tests.app.replica import (
    Event,
    FlakyBroker,
    NewReplica,
    Replica,
    until_somebody_waits_for_a_lock,
)
from tests.conftest import HandClock


def changed() -> RoomChanged:
    return RoomChanged(closeness=2, open=True)


async def commit(journal: Journal, room_id: UUID, *, events: int = 1) -> list[int]:
    async with in_transaction():
        return await journal.append(room_id, [changed() for _ in range(events)])


def numbers(stream: list[Event]) -> list[int]:
    return [one["seq"] for one in stream]


async def published(room_id: UUID) -> int:
    room = await Room.get(id=room_id)
    return int(room.published_seq)


async def test_events_are_numbered_without_gaps_however_many_commit_at_once(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    taken = await asyncio.gather(*(commit(replica.journal, room_id, events=2) for _ in range(8)))
    assert sorted(seq for pair in taken for seq in pair) == list(range(2, 18))
    assert all(second == first + 1 for first, second in taken)


async def test_a_number_is_the_order_of_commits_since_the_next_one_waits_for_it(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    committed: list[int] = []
    may_commit, holds = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with in_transaction():
            (seq,) = await replica.journal.append(room_id, [changed()])
            holds.set()
            await may_commit.wait()
            committed.append(seq)

    async def second() -> None:
        await holds.wait()
        committed.extend(await commit(replica.journal, room_id))

    async with asyncio.TaskGroup() as group:
        group.create_task(first())
        group.create_task(second())
        await until_somebody_waits_for_a_lock()
        may_commit.set()
    assert committed == [2, 3]


async def test_a_transaction_that_fails_takes_no_number(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    with pytest.raises(RuntimeError):
        await fail_after_append(replica.journal, room_id)
    assert await commit(replica.journal, room_id) == [2]


async def fail_after_append(journal: Journal, room_id: UUID) -> None:
    async with in_transaction():
        await journal.append(room_id, [changed()])
        raise RuntimeError


async def test_an_event_of_a_room_that_is_gone_is_not_found(
    replica: Replica, who: Principal
) -> None:
    with pytest.raises(NotFound):
        await commit(replica.journal, uuid4())


async def test_two_processes_publishing_at_once_send_every_event_once_and_in_order(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)

    async def write(replica: Replica) -> None:
        for _ in range(10):
            await commit(replica.journal, room_id)
            await replica.journal.publish(room_id)

    await asyncio.gather(write(first), write(second), write(first), write(second))
    assert numbers(await first.stream(room_id)) == list(range(1, 42))
    assert await published(room_id) == 41


async def test_more_than_a_batch_left_behind_is_published_whole(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    await commit(replica.journal, room_id, events=BATCH + 3)
    await replica.journal.publish(room_id)
    assert numbers(await replica.stream(room_id)) == list(range(1, BATCH + 5))


async def test_what_is_committed_while_redis_is_away_is_left_and_then_swept(
    replica: Replica, who: Principal, broker: FlakyBroker, clock: HandClock
) -> None:
    room_id = await replica.open(who)
    broker.away = True
    await commit(replica.journal, room_id, events=3)
    await replica.journal.publish(room_id)
    assert await published(room_id) == 1

    broker.away = False
    assert await replica.journal.sweep(older_than=2) == 0, "whoever wrote it may be at it yet"
    clock.advance(3)
    assert await replica.journal.sweep(older_than=2) == 1
    assert numbers(await replica.stream(room_id)) == [1, 2, 3, 4]
    assert await replica.journal.sweep(older_than=2) == 0


async def test_who_asked_does_not_wait_for_a_redis_that_hangs(
    replica: Replica, who: Principal, broker: FlakyBroker, clock: HandClock
) -> None:
    room_id = await replica.open(who)
    await commit(replica.journal, room_id)
    broker.hangs = True
    async with asyncio.timeout(5):
        await asyncio.gather(*(replica.journal.publish(room_id, within=0.01) for _ in range(3)))
        assert await replica.journal.place(room_id, within=0.01) is None
    assert await published(room_id) == 1

    broker.hangs = False
    assert await replica.journal.place(room_id, within=5) is not None
    clock.advance(3)
    await replica.journal.sweep(older_than=2)
    assert numbers(await replica.stream(room_id)) == [1, 2]


async def test_a_sweep_that_finds_redis_away_leaves_the_events_for_the_next(
    replica: Replica, who: Principal, broker: FlakyBroker, clock: HandClock
) -> None:
    room_id = await replica.open(who)
    await commit(replica.journal, room_id)
    broker.away = True
    clock.advance(3)
    await replica.journal.sweep(older_than=2)
    broker.away = False
    await replica.journal.sweep(older_than=2)
    assert numbers(await replica.stream(room_id)) == [1, 2]


async def test_a_redis_that_is_empty_again_goes_on_with_the_next_event(
    replica: Replica, who: Principal, sealer: Sealer, clock: HandClock
) -> None:
    room_id = await replica.open(who)
    empty = MemoryBroker()
    journal = Journal(sealer=sealer, clock=clock, broadcast=RoomBroadcast(empty))
    await commit(journal, room_id)
    await journal.publish(room_id)
    assert numbers(await stream_of(empty, room_id)) == [2]


async def test_a_redis_that_lost_the_last_events_is_sent_them_before_the_new_one(
    replica: Replica, who: Principal, sealer: Sealer, clock: HandClock
) -> None:
    room_id = await replica.open(who)
    behind = await broker_that_has_only_the_first(replica, room_id)
    for _ in range(3):
        await commit(replica.journal, room_id)
        await replica.journal.publish(room_id)

    journal = Journal(sealer=sealer, clock=clock, broadcast=RoomBroadcast(behind))
    await commit(journal, room_id)
    await journal.publish(room_id)
    assert numbers(await stream_of(behind, room_id)) == [1, 2, 3, 4, 5]


async def test_a_stream_whose_missing_events_are_gone_too_begins_anew(
    replica: Replica, who: Principal, sealer: Sealer, clock: HandClock
) -> None:
    room_id = await replica.open(who)
    behind = await broker_that_has_only_the_first(replica, room_id)
    before = (await behind.read(room_channel(room_id), ROOM_STREAM)).top.epoch
    await commit(replica.journal, room_id, events=2)
    await replica.journal.publish(room_id)
    await RoomEvent.filter(room_id=room_id).delete()

    journal = Journal(sealer=sealer, clock=clock, broadcast=RoomBroadcast(behind))
    await commit(journal, room_id)
    await journal.publish(room_id)
    assert numbers(await stream_of(behind, room_id)) == [4]
    after = (await behind.read(room_channel(room_id), ROOM_STREAM)).top.epoch
    assert after != before, "clients must load again"


async def test_the_same_holds_on_redis_itself_where_nothing_is_kept_in_the_clear(
    replica: Replica, who: Principal, sealer: Sealer, clock: HandClock, empty_redis: str
) -> None:
    room_id = await replica.open(who)
    async with redis.asyncio.Redis.from_url(empty_redis) as client:
        broker = RedisBroker(client, codec=StreamCodec(sealer))
        journal = Journal(sealer=sealer, clock=clock, broadcast=RoomBroadcast(broker))
        await asyncio.gather(*(commit(journal, room_id) for _ in range(5)))
        await asyncio.gather(*(journal.publish(room_id) for _ in range(3)))
        assert numbers(await stream_of(broker, room_id)) == [2, 3, 4, 5, 6]

        (meta,) = [key async for key in client.scan_iter("*:meta")]
        await client.hset(meta, "sequence", 4)
        await commit(journal, room_id)
        await journal.publish(room_id)
        assert numbers(await stream_of(broker, room_id))[-3:] == [5, 6, 7]

        (stream,) = [key async for key in client.scan_iter("*:stream")]
        kept = b"".join(
            [value for _, entry in await client.xrange(stream) for value in entry.values()]
        )
        assert b"room.changed" not in kept


async def test_a_delta_has_no_number_and_a_place_in_the_stream(
    replica: Replica, who: Principal
) -> None:
    room_id, turn_id = await replica.open(who), uuid4()
    mine, place = await replica.journal.publish_delta(room_id, changed(), turn_id=turn_id, fence=1)
    assert mine
    assert place is not None
    assert place == await replica.journal.place(room_id)
    assert "seq" not in (await replica.stream(room_id))[-1]


async def test_a_delta_of_an_owner_that_was_replaced_is_refused(
    replica: Replica, who: Principal
) -> None:
    room_id, turn_id = await replica.open(who), uuid4()
    await replica.journal.publish_delta(room_id, changed(), turn_id=turn_id, fence=2)
    mine, place = await replica.journal.publish_delta(room_id, changed(), turn_id=turn_id, fence=1)
    assert (mine, place) == (False, None)
    assert len(await replica.stream(room_id)) == 2


async def test_while_redis_is_away_a_delta_is_dropped_and_there_is_no_place(
    replica: Replica, who: Principal, broker: FlakyBroker
) -> None:
    room_id = await replica.open(who)
    broker.away = True
    delta = await replica.journal.publish_delta(room_id, changed(), turn_id=uuid4(), fence=1)
    assert delta == (True, None)
    assert await replica.journal.place(room_id) is None


async def test_an_event_moved_to_another_number_does_not_open(
    replica: Replica, who: Principal, broker: FlakyBroker
) -> None:
    room_id = await replica.open(who)
    await commit(replica.journal, room_id)
    await execute("UPDATE room_events SET seq = 9 WHERE room_id = $1 AND seq = 2", room_id)
    with pytest.raises(SealingError):
        await replica.journal.publish(room_id)


async def broker_that_has_only_the_first(replica: Replica, room_id: UUID) -> MemoryBroker:
    (first,) = (await replica.broker.read(room_channel(room_id), ROOM_STREAM)).publications
    behind = MemoryBroker()
    await behind.publish(room_channel(room_id), bytes(first.data), ROOM_STREAM, sequence=1)
    return behind


async def stream_of(broker: MemoryBroker | RedisBroker, room_id: UUID) -> list[Event]:
    part = await broker.read(room_channel(room_id), ROOM_STREAM)
    return [msgspec.json.decode(one.data) for one in part.publications]
