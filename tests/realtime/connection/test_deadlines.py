"""What must happen in time."""

from math import inf

import pytest

from realtime.connection.deadlines import Deadlines
from realtime.limits import Limits
from realtime.protocol.codes import CONNECTION_EXPIRED, MALFORMED, NO_PONG, STALE


@pytest.fixture
def deadlines() -> Deadlines:
    return Deadlines(Limits(), 0)


def test_connecting_has_fifteen_seconds(deadlines: Deadlines) -> None:
    assert deadlines.next == 15
    assert deadlines.due(14.9) is None
    assert deadlines.due(15) == STALE


def test_pings_begin_with_the_connection(deadlines: Deadlines) -> None:
    assert not deadlines.ping(20)
    deadlines.connected(10, first_ping=5)
    assert deadlines.next == 15
    assert deadlines.due(15) is None
    assert not deadlines.ping(14.9)
    assert deadlines.ping(15)
    assert deadlines.next == 25


def test_a_ping_wants_its_pong(deadlines: Deadlines) -> None:
    deadlines.connected(0, first_ping=25)
    deadlines.ping(25)
    assert deadlines.due(34.9) is None
    assert deadlines.due(35) == NO_PONG
    assert deadlines.pong() is None
    assert deadlines.due(35) is None
    assert deadlines.next == 50


def test_a_pong_without_a_ping_breaks_the_protocol(deadlines: Deadlines) -> None:
    deadlines.connected(0, first_ping=25)
    assert deadlines.pong() == MALFORMED


def test_a_token_ends_with_a_grace(deadlines: Deadlines) -> None:
    deadlines.connected(0, first_ping=inf)
    deadlines.expire(0, 60)
    assert deadlines.next == 85
    assert deadlines.due(85) == CONNECTION_EXPIRED
    deadlines.expire(50, 60)
    assert deadlines.due(85) is None
    deadlines.expire(60, None)
    assert deadlines.next == inf
