"""The envelope that a room's events share."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from app.platform.events import Event, encode_event

ROOM = UUID("0198c0de-0000-7000-8000-000000000001")


class Rang(Event, tag="bell.rang", kw_only=True):
    times: int


def test_an_event_says_its_type_and_what_it_has_and_nothing_that_it_has_not() -> None:
    assert msgspec.json.decode(encode_event(Rang(times=2))) == {"type": "bell.rang", "times": 2}


def test_an_event_carries_its_number_and_its_time() -> None:
    time = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    event = Rang(seq=7, turn_id=ROOM, time=time, times=1)
    assert msgspec.json.decode(encode_event(event)) == {
        "type": "bell.rang",
        "seq": 7,
        "turn_id": str(ROOM),
        "time": "2026-11-23T12:00:00Z",
        "times": 1,
    }


def test_an_event_of_a_later_release_is_read_without_what_is_unknown() -> None:
    written = b'{"type": "bell.rang", "v": 2, "times": 3, "loudness": 9}'
    assert msgspec.json.decode(written, type=Rang) == Rang(v=2, times=3)
