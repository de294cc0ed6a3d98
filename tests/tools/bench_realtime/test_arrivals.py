"""A publication that is missing, doubled or numbered wrongly is noticed."""

import time

import msgspec
import pytest

from tools.bench_realtime.arrivals import Arrivals
from tools.bench_realtime.dialects import DIALECTS, Sent
from tools.bench_realtime.load_client import Socket, WrongError


def push(number: int, offset: int) -> bytes:
    data = msgspec.json.encode(Sent(number, time.monotonic_ns()))
    return b'{"push":{"channel":"a","pub":{"data":%s,"offset":%d}}}' % (data, offset)


async def arrivals_of_one() -> tuple[Socket, Arrivals]:
    dialect = DIALECTS["centrifuge"]
    socket = Socket(dialect, 1, "a")
    return socket, Arrivals(dialect, [socket])


async def test_numbers_and_offsets_in_order_are_counted_until_all_came() -> None:
    socket, arrivals = await arrivals_of_one()
    for number in (1, 2, 3):
        socket.take(push(number, number + 40))
    assert await arrivals.complete(3, seconds=5)
    assert not await arrivals.complete(4, seconds=0)
    assert 0 <= arrivals.percentile_ms(0.5) <= arrivals.percentile_ms(0.99) < 5_000


@pytest.mark.parametrize(("number", "offset"), [(1, 41), (3, 42), (2, 43)])
async def test_what_is_doubled_missing_or_misnumbered_is_refused(number: int, offset: int) -> None:
    socket, _ = await arrivals_of_one()
    socket.take(push(1, 41))
    with pytest.raises(WrongError):
        socket.take(push(number, offset))
