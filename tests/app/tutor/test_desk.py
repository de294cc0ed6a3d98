"""The desk admits a message as a turn of its own, or into one whose reply nobody has seen."""

from uuid import UUID, uuid4

import pytest
from tortoise.transactions import in_transaction

from app.platform.errors import TooMany
from app.platform.ids import new_id
from app.platform.principal import Principal
from app.tutor.desk import Desk
from app.tutor.models import Turn
from tests.app.replica import Replica, rows_of


class Starter:
    """Notes what was begun and what was told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, UUID]] = []

    async def start(self, turn_id: UUID) -> None:
        self.said.append(("start", turn_id))

    async def joined(self, turn_id: UUID) -> None:
        self.said.append(("joined", turn_id))


@pytest.fixture
def starter() -> Starter:
    return Starter()


@pytest.fixture
def desk(replica: Replica, starter: Starter) -> Desk:
    return Desk(
        ids=new_id,
        clock=replica.clock,
        starter=starter,
        owner=replica.owner,
        lease_seconds=6,
        most_open=2,
    )


async def admit(desk: Desk, who: Principal, room_id: UUID, seq: int = 2) -> tuple[UUID, bool]:
    async with in_transaction():
        return await desk.admit(room_id=room_id, user_id=who.user_id, seq=seq)


async def close(turn_id: UUID, replica: Replica) -> None:
    await Turn.filter(id=turn_id).update(first_delta_at=replica.clock.now())


async def test_the_first_message_opens_a_turn_that_is_leased_at_once(
    desk: Desk, replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    turn_id, joined = await admit(desk, who, room_id, seq=7)
    assert not joined
    row = await Turn.get(id=turn_id)
    assert (row.state, row.position, row.message_count) == ("waiting", 7, 1)
    assert (row.owner, row.fence, row.attempt, row.interruptions) == (replica.owner, 1, 0, 0)
    assert (row.room_id, row.user_id) == (room_id, who.user_id)
    (lease,) = await rows_of(
        "SELECT lease_until - now() BETWEEN interval '3 s' AND interval '6 s' AS fits FROM turns"
    )
    assert lease["fits"]


async def test_the_next_message_joins_the_newest_turn(
    desk: Desk, replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    first, _ = await admit(desk, who, room_id)
    await close(first, replica)
    second, _ = await admit(desk, who, room_id, seq=3)
    assert await admit(desk, who, room_id, seq=4) == (second, True)
    row = await Turn.get(id=second)
    assert (row.message_count, row.position) == (2, 3)
    assert (await Turn.get(id=first)).message_count == 1


async def test_a_turn_that_retries_another_is_not_joined(
    desk: Desk, replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    first, _ = await admit(desk, who, room_id)
    await Turn.filter(id=first).update(retry_of=uuid4())
    assert (await admit(desk, who, room_id, seq=3))[1] is False


async def test_only_so_many_turns_of_a_room_may_be_open_but_a_message_may_still_join(
    desk: Desk, replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    first, _ = await admit(desk, who, room_id)
    await close(first, replica)
    second, _ = await admit(desk, who, room_id, seq=3)
    assert await admit(desk, who, room_id, seq=4) == (second, True)
    await close(second, replica)
    with pytest.raises(TooMany):
        await admit(desk, who, room_id, seq=5)
    await admit(desk, who, await replica.open(who, "boss"))
    await Turn.filter(id=first).update(ended_at=replica.clock.now(), state="completed")
    assert (await admit(desk, who, room_id, seq=5))[1] is False


async def test_after_the_commit_a_turn_is_begun_and_its_owner_told_of_who_joined(
    desk: Desk, starter: Starter
) -> None:
    turn_id = uuid4()
    await desk.opened(turn_id, joined=False)
    await desk.opened(turn_id, joined=True)
    assert starter.said == [("start", turn_id), ("joined", turn_id)]
