"""Housekeeping drops what is over, and nothing that somebody still waits for."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.platform.principal import Principal
from app.rooms.housekeeping import EVENTS_KEPT, REQUESTS_KEPT, Housekeeping
from app.rooms.models import Message, Request, RoomEvent
from tests.app.replica import FlakyBroker, Replica
from tests.conftest import HandClock


async def test_events_go_a_day_after_they_were_announced_and_their_rows_stay(
    replica: Replica, who: Principal, clock: HandClock
) -> None:
    room_id = await replica.open(who)
    clock.advance(EVENTS_KEPT.total_seconds())
    assert await Housekeeping(clock=clock).clean_up() == {"requests": 0, "room_events": 0}
    clock.advance(1)
    assert await Housekeeping(clock=clock).clean_up() == {"requests": 0, "room_events": 1}
    assert await Message.filter(room_id=room_id).count() == 1


async def test_an_event_nobody_announced_yet_is_still_owed_however_old(
    replica: Replica, who: Principal, clock: HandClock, broker: FlakyBroker
) -> None:
    broker.away = True
    room_id = await replica.open(who)
    clock.advance(10 * EVENTS_KEPT.total_seconds())
    await Housekeeping(clock=clock).clean_up()
    assert await RoomEvent.filter(room_id=room_id).count() == 1


async def test_request_ids_go_after_a_week(database: str, clock: HandClock) -> None:
    for age in (REQUESTS_KEPT + timedelta(seconds=1), REQUESTS_KEPT - timedelta(seconds=1)):
        await Request.create(
            user_id=uuid4(),
            request_id=uuid4(),
            fingerprint=b"",
            created_at=clock.now() - age,
        )
    assert await Housekeeping(clock=clock).clean_up() == {"requests": 1, "room_events": 0}
    assert await Request.all().count() == 1


async def test_what_is_over_goes_batch_by_batch_until_nothing_is_left(
    replica: Replica, who: Principal, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.rooms.housekeeping.BATCH", 2)
    for persona in ("friend", "boss", "senior"):
        await replica.open(who, persona)
    events = await RoomEvent.all().count()
    assert events >= 3
    clock.advance(EVENTS_KEPT.total_seconds() + 1)
    assert (await Housekeeping(clock=clock).clean_up())["room_events"] == events
    assert await RoomEvent.all().count() == 0
