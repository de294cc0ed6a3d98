"""The queue before a socket."""

from math import inf

import pytest

from realtime.limits import Limits
from realtime.outbox import Outbox


@pytest.fixture
def outbox() -> Outbox:
    return Outbox(Limits(queue_bytes=100, queue_seconds=15))


def test_lines_come_out_in_order_as_one_frame(outbox: Outbox) -> None:
    outbox.put(b"one", 0)
    outbox.put(b"two", 0)
    assert outbox.take() == b"one\ntwo"
    assert outbox.take() == b""


def test_a_frame_is_not_made_larger_than_16_kib(outbox: Outbox) -> None:
    for line in (b"a" * 10_000, b"b" * 6_000, b"c" * 6_000):
        outbox.put(line, 0)
    assert outbox.take() == b"a" * 10_000 + b"\n" + b"b" * 6_000
    assert outbox.take() == b"c" * 6_000


def test_a_large_line_goes_alone(outbox: Outbox) -> None:
    outbox.put(b"a" * 50_000, 0)
    outbox.put(b"b", 0)
    assert outbox.take() == b"a" * 50_000
    assert outbox.take() == b"b"


def test_what_waits_and_what_is_being_written_counts(outbox: Outbox) -> None:
    outbox.put(b"x" * 60, 0)
    outbox.take()
    outbox.put(b"y" * 40, 0)
    assert outbox.queued_bytes == 100
    assert not outbox.overfull(0)
    outbox.put(b"z", 0)
    assert outbox.overfull(0)
    outbox.written()
    assert outbox.queued_bytes == 41
    assert not outbox.overfull(0)


def test_what_is_not_counted_may_be_larger(outbox: Outbox) -> None:
    outbox.put(b"x" * 1000, 0, counted=False)
    assert outbox
    assert outbox.queued_bytes == 0
    assert not outbox.overfull(0)


def test_the_oldest_line_may_wait_for_so_long(outbox: Outbox) -> None:
    assert outbox.deadline == inf
    outbox.put(b"x", 10)
    outbox.put(b"y", 20)
    assert outbox.deadline == 25
    assert not outbox.overfull(24.9)
    assert outbox.overfull(25)


def test_also_while_it_is_being_written(outbox: Outbox) -> None:
    outbox.put(b"x", 10)
    outbox.take()
    outbox.put(b"y", 20)
    assert outbox.deadline == 25
    outbox.written()
    assert outbox.deadline == 35


def test_it_is_empty_once_all_is_written(outbox: Outbox) -> None:
    assert not outbox
    outbox.put(b"x", 10)
    outbox.take()
    assert outbox
    outbox.written()
    assert not outbox
    assert outbox.deadline == inf


def test_clearing_drops_everything(outbox: Outbox) -> None:
    outbox.put(b"x", 10)
    outbox.take()
    outbox.put(b"y", 10)
    outbox.clear()
    assert not outbox
    assert outbox.queued_bytes == 0
    assert outbox.deadline == inf


def test_what_is_not_counted_is_bounded_too() -> None:
    outbox = Outbox(Limits(queue_bytes=100, recoveries_bytes=1000))
    for _ in range(10):
        outbox.put(b"x" * 100, 0, counted=False)
    assert (outbox.queued_bytes, outbox.overfull(0)) == (0, False)
    outbox.put(b"x" * 101, 0, counted=False)
    assert (outbox.queued_bytes, outbox.overfull(0)) == (101, True)
    outbox.take()
    outbox.written()
    assert outbox.queued_bytes == 0
    outbox.put(b"x" * 500, 0, counted=False)
    assert outbox.queued_bytes == 0
