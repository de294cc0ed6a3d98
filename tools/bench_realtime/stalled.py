"""A subscriber that stops reading: what the others get meanwhile, and what it costs the server."""

import asyncio
from collections.abc import Sequence

from tools.bench_realtime.arrivals import Arrivals
from tools.bench_realtime.contenders import OURS, OURS_IN_STARLETTE, Contender
from tools.bench_realtime.fan_out import CHANNEL
from tools.bench_realtime.load_client import check, connected
from tools.bench_realtime.measurement import Column, Measurement
from tools.bench_realtime.publisher import Pace, published_elsewhere
from tools.bench_realtime.server_process import ServerProcess

_RECEIVE_BUFFER = 4096
#: Bytes that a connection of ours may have waiting, with what the allocator rounds up to.
_CAP_MIB = 1.5


async def measure(
    contender: Contender, redis_url: str, subscribers: int, pace: Pace, *, patience: float = 2.0
) -> Sequence[float]:
    """Return percent of the publications others got, p99 in ms, and MiB the server grew by.

    The stalled one reads nothing from the first publication on. A publication that comes later
    than `patience` seconds after the last was published counts as not got. Growth is the peak
    over what the server had after the same publications with everybody reading.
    """
    dialect = contender.dialect
    async with (
        contender.serve(redis_url) as server,
        connected(server.port, dialect, subscribers, lambda _: CHANNEL) as sockets,
    ):
        warm_up = Arrivals(dialect, sockets)
        await published_elsewhere(contender.dialect_name, redis_url, CHANNEL, pace)
        await warm_up.complete(subscribers * pace.count, seconds=5)
        check(sockets)
        async with connected(
            server.port,
            dialect,
            1,
            lambda _: CHANNEL,
            receive_buffer=_RECEIVE_BUFFER,
            first=subscribers,
        ) as stalled:
            stalled[0].transport.pause_reading()
            arrivals = Arrivals(dialect, sockets)
            peak = asyncio.create_task(_growth_mib(server))
            await published_elsewhere(contender.dialect_name, redis_url, CHANNEL, pace)
            await arrivals.complete(subscribers * pace.count, patience)
            peak.cancel()
            grown = await peak
            check(sockets)
            share = len(arrivals.latencies) / (subscribers * pace.count) * 100
            p99 = arrivals.percentile_ms(0.99)
    return share, p99, grown


async def _growth_mib(server: ServerProcess) -> float:
    """Watch the server's memory until cancelled; return how far it rose."""
    before = peak = server.memory_kib()
    try:
        while True:
            await asyncio.sleep(0.05)
            peak = max(peak, server.memory_kib())
    except asyncio.CancelledError:
        return (max(peak, server.memory_kib()) - before) / 1024


def measurement(subscribers: int, pace: Pace) -> Measurement:
    """Measure with so many others."""
    both = (OURS.name, OURS_IN_STARLETTE.name)
    return Measurement(
        f"A subscriber that stops reading ({subscribers} others, {pace.count} publications of"
        f" {pace.size // 1024} KiB, {pace.rate:g} a second)",
        [
            Column("% others got", decimals=0, bars=dict.fromkeys(both, 100.0), at_least=True),
            Column("p99 ms"),
            Column("MiB grown", bars=dict.fromkeys(both, _CAP_MIB)),
        ],
        lambda contender, redis_url: measure(contender, redis_url, subscribers, pace),
    )
