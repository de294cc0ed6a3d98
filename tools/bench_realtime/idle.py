"""Memory of an idle connection, and what is kept when all have left."""

from collections.abc import Sequence

from tools.bench_realtime.contenders import OURS, OURS_IN_STARLETTE, Contender
from tools.bench_realtime.load_client import check, connected
from tools.bench_realtime.measurement import Column, Measurement

_BEFORE = 20


def channel_of(user: int) -> str:
    """Each client subscribes to a room of its own, as in the product."""
    return f"room:{user}"


async def measure(contender: Contender, redis_url: str, connections: int) -> Sequence[float]:
    """Return KiB for each connection: while they are open, and after they left."""
    async with contender.serve(redis_url) as server:
        async with connected(server.port, contender.dialect, _BEFORE, channel_of):
            pass  # what the first connections load is not theirs
        before = await server.settled_memory_kib()
        async with connected(server.port, contender.dialect, connections, channel_of) as sockets:
            during = await server.settled_memory_kib()
            check(sockets)
        after = await server.settled_memory_kib()
    return (during - before) / connections, (after - before) / connections


def measurement(connections: int) -> Measurement:
    """Measure so many connections."""
    return Measurement(
        f"Memory of an idle connection ({connections:,} open, deflate off; ours with two"
        " subscriptions)",
        [
            Column("KiB each", bars={OURS.name: 20, OURS_IN_STARLETTE.name: 27}),
            Column("KiB kept after all left"),
        ],
        lambda contender, redis_url: measure(contender, redis_url, connections),
    )
