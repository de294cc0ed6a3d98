"""Limits that contradict themselves."""

import pytest

from realtime.limits import Limits


def test_the_defaults_notice_a_dead_peer_within_35_seconds() -> None:
    limits = Limits()
    assert limits.ping_interval + limits.pong_timeout == 35


def test_a_pong_is_due_before_the_next_ping() -> None:
    with pytest.raises(ValueError, match="before the next ping"):
        Limits(ping_interval=10, pong_timeout=10)
