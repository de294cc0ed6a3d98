"""The machine's time carries its zone."""

from datetime import UTC, datetime, timedelta

from app.platform.clock import SystemClock


def test_the_system_clock_says_the_time_in_utc() -> None:
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)
