"""Fan-out: one publication through Redis to many subscribers, CPU and latency of a delivery."""

from collections.abc import Sequence

from tools.bench_realtime.arrivals import Arrivals
from tools.bench_realtime.contenders import NODE, OURS, OURS_IN_STARLETTE, Contender
from tools.bench_realtime.load_client import WrongError, check, connected
from tools.bench_realtime.measurement import Column, Measurement
from tools.bench_realtime.publisher import Pace, published_elsewhere

CHANNEL = "room:all"


async def measure(
    contender: Contender, redis_url: str, subscribers: int, pace: Pace
) -> Sequence[float]:
    """Return CPU in microseconds for each delivery, and p50 and p99 of its latency in ms."""
    async with (
        contender.serve(redis_url) as server,
        connected(server.port, contender.dialect, subscribers, lambda _: CHANNEL) as sockets,
    ):
        arrivals = Arrivals(contender.dialect, sockets)
        deliveries = subscribers * pace.count
        before = server.cpu_seconds()
        await published_elsewhere(contender.dialect_name, redis_url, CHANNEL, pace)
        complete = await arrivals.complete(deliveries, seconds=10)
        spent = server.cpu_seconds() - before
        check(sockets)
        if not complete:
            raise WrongError(f"{len(arrivals.latencies)} of {deliveries} arrived")
    return (
        spent / deliveries * 1e6,
        arrivals.percentile_ms(0.5),
        arrivals.percentile_ms(0.99),
    )


def measurement(subscribers: int, pace: Pace) -> Measurement:
    """Measure with so many subscribers."""
    both = (OURS.name, OURS_IN_STARLETTE.name)
    return Measurement(
        f"Fan-out ({pace.size} B through Redis to {subscribers:,} subscribers,"
        f" {pace.rate:g} publications a second; ours with offsets and recovery)",
        [
            Column("µs of CPU a delivery", bars=dict.fromkeys(both, 12)),
            Column("p50 ms"),
            Column("p99 ms", bars=dict.fromkeys(both, NODE)),
        ],
        lambda contender, redis_url: measure(contender, redis_url, subscribers, pace),
    )
