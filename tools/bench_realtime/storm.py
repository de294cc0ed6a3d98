"""A reconnect storm: all sockets lost at once, back again, and ours with what they missed."""

import time
from collections.abc import Sequence

from tools.bench_realtime import engine
from tools.bench_realtime.contenders import OURS, OURS_IN_STARLETTE, Contender
from tools.bench_realtime.dialects import Centrifuge, Dialect
from tools.bench_realtime.idle import channel_of
from tools.bench_realtime.load_client import check, connected
from tools.bench_realtime.measurement import Column, Measurement

#: The bar is for so many sockets, on one core.
_SOCKETS, _SECONDS = 5_000, 15.0


class Returning(Centrifuge):
    """Comes back from the position before the one publication that was missed."""

    def greeting(self, user: int, channel: str) -> bytes:
        """See `Dialect.greeting`."""
        connect = b'{"id":1,"connect":{"token":"user-%d"}}' % user
        subscribe = b'{"channel":"%s","recover":true,"offset":0}' % channel.encode()
        return connect + b'\n{"id":2,"subscribe":%s}' % subscribe

    def welcomed(self, line: bytes) -> bool:
        """See `Dialect.welcomed`; also whether the publication came along."""
        last = super().welcomed(line)
        if last and (b'"recovered":true' not in line or b'"publications":[' not in line):
            raise ValueError(f"not recovered: {line[:200]!r}")
        return last


async def measure(contender: Contender, redis_url: str, connections: int) -> Sequence[float]:
    """Return seconds until the last is back, and the server's CPU for each in microseconds."""
    dialect: Dialect = contender.dialect
    async with contender.serve(redis_url) as server:
        async with connected(server.port, dialect, connections, channel_of) as sockets:
            check(sockets)
            if isinstance(dialect, Centrifuge):
                channels = [channel_of(user) for user in range(connections)]
                await engine.publish_to_each(redis_url, channels, b"1")
                dialect = Returning()
            for each in sockets:
                each.cut()
        before = server.cpu_seconds()
        began = time.monotonic()
        async with connected(server.port, dialect, connections, channel_of) as sockets:
            seconds = time.monotonic() - began
            spent = server.cpu_seconds() - before
            check(sockets)
    return seconds, spent / connections * 1e6


def measurement(connections: int) -> Measurement:
    """Measure so many sockets."""
    bar = _SECONDS * connections / _SOCKETS
    return Measurement(
        f"Reconnect storm ({connections:,} sockets lost at once; ours recover, peers only connect)",
        [
            Column("s until all are back", bars={OURS.name: bar, OURS_IN_STARLETTE.name: bar}),
            Column("µs of CPU each"),
        ],
        lambda contender, redis_url: measure(contender, redis_url, connections),
    )
