"""Each measurement works on a tiny run, so that the benchmark cannot rot."""

import pytest

from tools.bench_realtime import command, fan_out, idle, stalled, storm
from tools.bench_realtime.contenders import OURS, PLAIN_ASGI, Contender
from tools.bench_realtime.publisher import Pace

pytestmark = [pytest.mark.processes, pytest.mark.parametrize("contender", [OURS, PLAIN_ASGI])]


async def test_an_idle_connection_takes_memory(contender: Contender, empty_redis: str) -> None:
    each, kept = await idle.measure(contender, empty_redis, connections=200)
    assert 5 < each < 100
    assert kept < each * 2


async def test_a_command_takes_microseconds(contender: Contender, empty_redis: str) -> None:
    (each,) = await command.measure(contender, empty_redis, connections=4, commands=50)
    assert 1 < each < 5_000


async def test_every_publication_comes_to_everybody(contender: Contender, empty_redis: str) -> None:
    cpu, p50, p99 = await fan_out.measure(
        contender, empty_redis, subscribers=10, pace=Pace(count=10, rate=100, size=200)
    )
    assert 1 < cpu < 5_000
    assert 0 < p50 <= p99


async def test_all_come_back_after_a_storm(contender: Contender, empty_redis: str) -> None:
    seconds, each = await storm.measure(contender, empty_redis, connections=20)
    assert 0 < seconds < 10
    assert 1 < each < 50_000


async def test_others_get_everything_while_one_reads_nothing(
    contender: Contender, empty_redis: str
) -> None:
    share, p99, grown = await stalled.measure(
        contender,
        empty_redis,
        subscribers=3,
        pace=Pace(count=100, rate=400, size=65_536),
        patience=0.3,
    )
    assert share == 100 if contender is OURS else share < 100
    assert p99 > 0
    assert grown < 20
