"""One channel's order on one node."""

import msgspec
import pytest

from realtime.broker import StreamPart
from realtime.channel import Channel
from realtime.connection.broadcast import Broadcast
from realtime.protocol.publications import Position, Publication


def publication(offset: int) -> Publication:
    return Publication(msgspec.Raw(b"%d" % offset), None, offset)


def live(offset: int, epoch: str = "e") -> Broadcast:
    return Broadcast("c", epoch, publication(offset))


def stream(top: int, *offsets: int, epoch: str = "e") -> StreamPart:
    return StreamPart(Position(top, epoch), [publication(offset) for offset in offsets])


def offsets(broadcasts: object) -> list[int]:
    assert isinstance(broadcasts, list)
    return [each.publication.offset for each in broadcasts]


@pytest.fixture
def channel() -> Channel:
    channel = Channel()
    channel.position = Position(5, "e")
    channel.passed = 5
    return channel


def test_the_next_one_is_passed_on(channel: Channel) -> None:
    assert channel.arrive(live(6))
    assert channel.arrive(live(7))
    assert channel.position == Position(7, "e")


def test_the_first_one_is_passed_on_where_no_position_is_known() -> None:
    channel = Channel()
    assert channel.arrive(live(9))
    assert channel.position == Position(9, "e")


def test_an_old_one_is_dropped(channel: Channel) -> None:
    assert not channel.arrive(live(5))
    assert channel.held is None


def test_what_leads_up_to_a_position_that_was_read_is_passed_on_once(channel: Channel) -> None:
    channel.passed = 3
    assert channel.arrive(live(4))
    assert channel.arrive(live(5))
    assert not channel.arrive(live(4))
    assert not channel.arrive(live(5))
    assert channel.arrive(live(6))


def test_no_delta_is_made_to_what_came_before_a_lost_stream(channel: Channel) -> None:
    channel.before = b"5"
    channel.fill("c", stream(12, 11, 12))
    assert channel.before is None


def test_nor_over_what_never_came(channel: Channel) -> None:
    channel.passed, channel.before = 4, b"4"
    assert channel.arrive(live(6))
    assert channel.before is None


def test_one_without_an_offset_is_passed_on_always(channel: Channel) -> None:
    channel.held = []
    assert channel.arrive(live(0, ""))


def test_after_a_gap_everything_is_held(channel: Channel) -> None:
    assert not channel.arrive(live(7))
    assert not channel.arrive(live(8))
    assert offsets(channel.held) == [7, 8]


def test_another_epoch_is_held_too(channel: Channel) -> None:
    assert not channel.arrive(live(1, "f"))
    assert offsets(channel.held) == [1]


def test_a_gap_is_filled_from_the_stream(channel: Channel) -> None:
    channel.arrive(live(8))
    channel.arrive(live(9))
    broadcasts, lost = channel.fill("c", stream(8, 6, 7, 8))
    assert (offsets(broadcasts), lost) == ([6, 7, 8, 9], False)
    assert channel.position == Position(9, "e")
    assert channel.held is None


def test_a_quiet_channel_that_missed_nothing_stays_as_it_is(channel: Channel) -> None:
    channel.held = []
    assert channel.fill("c", stream(5)) == ([], False)
    assert channel.position == Position(5, "e")


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(stream(9, 8, 9), id="the oldest is gone"),
        pytest.param(stream(9), id="all are gone"),
        pytest.param(stream(9, 6, 7, 9), id="one is missing"),
        pytest.param(stream(4), id="it went back"),
        pytest.param(stream(5, epoch="f"), id="it is another"),
    ],
)
def test_what_the_stream_cannot_fill_is_lost(channel: Channel, part: StreamPart) -> None:
    channel.held = []
    assert channel.fill("c", part) == ([], True)
    assert channel.position == part.top


def test_after_a_loss_what_was_held_goes_on_from_the_new_position(channel: Channel) -> None:
    channel.arrive(live(3, "f"))
    channel.arrive(live(4, "f"))
    broadcasts, lost = channel.fill("c", stream(3, epoch="f"))
    assert (offsets(broadcasts), lost) == ([4], True)


def test_a_gap_within_what_was_held_is_looked_into_again(channel: Channel) -> None:
    channel.arrive(live(7))
    channel.arrive(live(9))
    broadcasts, lost = channel.fill("c", stream(7, 6, 7))
    assert (offsets(broadcasts), lost) == ([6, 7], False)
    assert offsets(channel.held) == [9]


def test_where_no_position_was_known_the_streams_is_taken() -> None:
    channel = Channel()
    channel.held = []
    assert channel.fill("c", stream(9)) == ([], False)
    assert channel.position == Position(9, "e")
