"""Every process reads each account event once, whenever it was committed."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest
import structlog
from structlog.testing import capture_logs
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from app.accounts.events.account_event import (
    Known,
    PasswordChanged,
    SessionEnded,
    UserStatusChanged,
)
from app.accounts.events.models import AccountEvent
from app.accounts.events.outbox import Outbox
from app.accounts.events.reader import WINDOW_SECONDS, EventReader
from app.accounts.events.reading import AT_ONCE
from app.platform.database import parse_address
from tests.app.accounts.events.conftest import record

AGO = "UPDATE account_events SET created_at = clock_timestamp() - make_interval(secs => $1)"


class Process:
    """A reader, what it was told, and clocks that a test moves."""

    def __init__(self) -> None:
        self.now = self.moment = 1_000.0
        self.told: list[Known] = []
        self.fresh_at: list[float] = []
        self.ages: list[float] = []
        self.others_told = 0
        self.fault: Exception | None = None
        self.reader = EventReader(
            react=self._react,
            have_read=self.fresh_at.append,
            tell_others=self._tell,
            observe=self.ages.append,
            monotonic=lambda: self.now,
            wall=lambda: self.moment,
        )

    def _react(self, event: Known) -> None:
        if self.fault is not None:
            raise self.fault
        self.told.append(event)

    async def _tell(self) -> None:
        self.others_told += 1


@pytest.fixture
def process() -> Process:
    return Process()


def password_changed() -> PasswordChanged:
    return PasswordChanged(user_id=uuid4())


async def test_an_event_is_told_once_however_often_it_is_read(
    process: Process, outbox: Outbox
) -> None:
    event = password_changed()
    await record(outbox, event)
    for _ in range(3):
        await process.reader.read()
    assert process.told == [event]
    assert len(process.ages) == 1
    assert 0 <= process.ages[0] < 5


async def test_what_was_told_is_not_opened_again(process: Process, outbox: Outbox) -> None:
    await record(outbox, password_changed())
    await process.reader.read()
    await AccountEvent.all().update(body={"type": "nothing that can be read"})
    with capture_logs() as logged:
        await process.reader.read()
    assert logged == []


async def test_many_events_at_once_are_all_told_in_their_order(
    process: Process, outbox: Outbox
) -> None:
    events = [password_changed() for _ in range(AT_ONCE + 1)]
    await record(outbox, *events)
    await process.reader.read()
    assert process.told == events


async def test_every_process_is_told_of_every_event(process: Process, outbox: Outbox) -> None:
    events = [password_changed() for _ in range(3)]
    for event in events:
        await record(outbox, event)
    other = Process()
    await process.reader.read()
    await other.reader.read()
    assert process.told == other.told == events


async def test_an_event_that_is_committed_late_is_not_missed(
    process: Process, database: str, outbox: Outbox
) -> None:
    late, early = password_changed(), password_changed()
    connection = await asyncpg.connect(**parse_address(database))
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(
        "INSERT INTO account_events (id, type, user_id, body, created_at) "
        "VALUES ($1, 'user.password_changed', $2, $3, clock_timestamp())",
        uuid4(),
        late.user_id,
        f'{{"type": "user.password_changed", "user_id": "{late.user_id}"}}',
    )
    await record(outbox, early)
    await process.reader.read()
    assert process.told == [early]
    await transaction.commit()
    await connection.close()
    await process.reader.read()
    assert process.told == [early, late]


@pytest.mark.parametrize("clock", ["now", "moment"])
async def test_what_was_recorded_while_a_process_could_not_read_is_read_afterwards(
    process: Process, outbox: Outbox, clock: str
) -> None:
    """Nor while its machine slept, and its monotonic clock with it."""
    await process.reader.read()
    setattr(process, clock, 4_600.0)
    event = password_changed()
    await record(outbox, event)
    await get_connection("default").execute_query(AGO, [3600.0])
    await process.reader.read()
    assert process.told == [event]


async def test_what_is_older_than_the_window_is_not_read(process: Process, outbox: Outbox) -> None:
    await record(outbox, password_changed())
    await get_connection("default").execute_query(AGO, [WINDOW_SECONDS + 1])
    await process.reader.read()
    assert process.told == []


async def test_why_sessions_end_is_told_before_that_they_do(
    process: Process, outbox: Outbox
) -> None:
    user_id = uuid4()
    ended = SessionEnded(user_id=user_id, session_id=uuid4(), reason="suspended")
    suspended = UserStatusChanged(user_id=user_id, status="suspended")
    await record(outbox, ended, suspended)
    await process.reader.read()
    assert process.told == [suspended, ended]


async def test_one_event_that_fails_holds_up_no_other_and_comes_again(
    process: Process, outbox: Outbox
) -> None:
    event = password_changed()
    await record(outbox, event)
    process.fault = LookupError("a fault of ours")
    await process.reader.read()
    assert process.fresh_at == [], "what is known here may be old"
    process.fault = None
    await process.reader.read()
    assert process.told == [event]
    assert process.fresh_at == [process.now]


async def test_events_of_a_later_release_are_passed_over_and_told_of_once_for_each_type(
    process: Process, outbox: Outbox
) -> None:
    known = password_changed()
    for kind in ("user.ascended", "user.ascended", "user.reborn"):
        await record(outbox, password_changed())
        await AccountEvent.filter(type="user.password_changed").update(
            type=kind, body={"type": kind}
        )
    await record(outbox, known)
    with structlog.testing.capture_logs() as lines:
        for _ in range(2):
            await process.reader.read()
    assert process.told == [known]
    assert process.fresh_at == [process.now] * 2
    unknown = [line["type"] for line in lines if line["event"] == "account_event_unknown"]
    assert unknown == ["user.ascended", "user.reborn"]


async def test_who_hurries_comes_back_when_this_process_has_read(
    process: Process, outbox: Outbox
) -> None:
    running = asyncio.create_task(process.reader.run())
    await process.reader.hurry()
    await record(outbox, password_changed())
    await process.reader.hurry()
    assert len(process.told) == 1
    assert process.others_told >= 1
    running.cancel()
    await asyncio.wait([running])


async def test_nobody_waits_for_a_reading_inside_a_transaction(
    process: Process, database: str
) -> None:
    running = asyncio.create_task(process.reader.run())
    await asyncio.sleep(0)
    # Whoever waits does so for a second.
    async with in_transaction(), asyncio.timeout(0.5):
        await process.reader.hurry()
    running.cancel()
    await asyncio.wait([running])
