"""What subscribers got: each publication once and in order, and how long it took."""

import asyncio
import time
from array import array
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from tools.bench_realtime.dialects import Arrived, Dialect
from tools.bench_realtime.load_client import Socket, WrongError


class Arrivals:
    """Checks numbers and offsets as they come; the same bytes are read once for all."""

    def __init__(self, dialect: Dialect, sockets: Sequence[Socket]) -> None:
        #: Seconds from publishing to arrival, of all deliveries.
        self.latencies = array("d")
        self._wanted = 0
        self._all_came = asyncio.Event()
        self._dialect = dialect
        self._read: dict[bytes, Arrived] = {}
        self._last: list[Arrived | None] = [None] * len(sockets)
        for index, socket in enumerate(sockets):
            socket.take = partial(self._take, index)

    def _take(self, index: int, line: bytes) -> None:
        arrived = self._read.get(line)
        if arrived is None:
            arrived = self._read[line] = self._dialect.publication(line)
        last = self._last[index]
        if arrived.number != (last.number if last else 0) + 1 or (
            last is not None and arrived.offset != last.offset + 1
        ):
            raise WrongError(f"after {last} came {arrived}")
        self._last[index] = arrived
        self.latencies.append((time.monotonic_ns() - arrived.sent_at) / 1e9)
        if len(self.latencies) == self._wanted:
            self._all_came.set()

    async def complete(self, deliveries: int, seconds: float) -> bool:
        """Return whether so many came, which is waited for `seconds` at most."""
        self._wanted = deliveries
        if len(self.latencies) >= deliveries:
            return True
        self._all_came.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._all_came.wait()
        return len(self.latencies) >= deliveries

    def percentile_ms(self, share: float) -> float:
        """Milliseconds within which this share of the deliveries came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3
