"""The machine's clock."""

import time

from realtime.clock import SystemClock


def test_it_reads_the_time_of_day_and_a_time_that_never_goes_back() -> None:
    before = time.time(), time.monotonic()
    clock = SystemClock()
    assert before[0] <= clock.wall() <= time.time()
    assert before[1] <= clock.monotonic() <= time.monotonic()
