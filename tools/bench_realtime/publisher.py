"""The process that publishes. `publisher DIALECT REDIS_URL CHANNEL COUNT RATE BYTES`."""

import asyncio
import sys
import time
from dataclasses import dataclass

import msgspec
import uvloop

from tools.bench_realtime.dialects import DIALECTS, Sent
from tools.bench_realtime.server_process import python


@dataclass(frozen=True)
class Pace:
    """`count` publications of `size` bytes, `rate` a second."""

    count: int
    rate: float
    size: int


async def publish(dialect: str, redis_url: str, channel: str, pace: Pace) -> None:
    """Publish numbered, dated messages; one that is late is not waited for by the next."""
    async with DIALECTS[dialect].publishing(redis_url, channel) as send:
        begun = time.monotonic()
        bare = len(msgspec.json.encode(Sent(pace.count, time.monotonic_ns())))
        pad = "x" * max(0, pace.size - bare)
        for number in range(1, pace.count + 1):
            await asyncio.sleep(begun + number / pace.rate - time.monotonic())
            await send(msgspec.json.encode(Sent(number, time.monotonic_ns(), pad)))


async def published_elsewhere(dialect: str, redis_url: str, channel: str, pace: Pace) -> None:
    """Return once another process has published everything."""
    arguments = (dialect, redis_url, channel, str(pace.count), str(pace.rate), str(pace.size))
    process = await asyncio.create_subprocess_exec(*python("publisher", *arguments))
    try:
        if await process.wait():
            raise RuntimeError("publishing failed: see its own words above")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


if __name__ == "__main__":
    name, url, where, count, rate, size = sys.argv[1:]
    uvloop.run(publish(name, url, where, Pace(int(count), float(rate), int(size))))
