"""One command and its answer: CPU of the server for each."""

import asyncio
from collections.abc import Sequence

from tools.bench_realtime.contenders import OURS, OURS_IN_STARLETTE, Contender
from tools.bench_realtime.dialects import Dialect
from tools.bench_realtime.frames import masked
from tools.bench_realtime.idle import channel_of
from tools.bench_realtime.load_client import Socket, WrongError, check, connected
from tools.bench_realtime.measurement import Column, Measurement

PAYLOAD = b'"%s"' % (b"c" * 198)
_WARM_UP = 20
_SECONDS = 60.0


class Caller:
    """Sends the next command when the last is answered, until none is left."""

    def __init__(self, socket: Socket, dialect: Dialect, frames: Sequence[bytes]) -> None:
        self.done = asyncio.get_running_loop().create_future()
        self._socket = socket
        self._dialect = dialect
        self._frames = frames
        self._asked = 0
        self._last = 0
        socket.take = self._take

    def call(self, count: int) -> None:
        """Send `count` commands, one after the other; `done` is set after the last answer."""
        self.done = asyncio.get_running_loop().create_future()
        self._last = self._asked + count
        self._next()

    def _next(self) -> None:
        self._asked += 1
        self._socket.send(self._frames[self._asked])

    def _take(self, line: bytes) -> None:
        number, data = self._dialect.answer(line)
        if data != PAYLOAD or number not in {None, self._asked + 2}:
            raise WrongError(f"not the answer to command {self._asked}: {line[:200]!r}")
        if self._asked < self._last:
            self._next()
        else:
            self.done.set_result(None)


async def measure(
    contender: Contender, redis_url: str, connections: int, commands: int
) -> Sequence[float]:
    """Return microseconds of the server's CPU for each of `commands` on each connection."""
    dialect = contender.dialect
    # The ids 1 and 2 are of the greeting.
    frames = [masked(dialect.question(n + 2, PAYLOAD)) for n in range(_WARM_UP + commands + 1)]
    async with (
        contender.serve(redis_url) as server,
        connected(server.port, dialect, connections, channel_of) as sockets,
    ):
        callers = [Caller(each, dialect, frames) for each in sockets]
        await _call(callers, sockets, _WARM_UP)
        before = server.cpu_seconds()
        await _call(callers, sockets, commands)
        spent = server.cpu_seconds() - before
    return (spent / (connections * commands) * 1e6,)


async def _call(callers: Sequence[Caller], sockets: list[Socket], count: int) -> None:
    for caller in callers:
        caller.call(count)
    try:
        async with asyncio.timeout(_SECONDS):
            await asyncio.gather(*(caller.done for caller in callers))
    except TimeoutError:
        check(sockets)
        raise


def measurement(connections: int, commands: int) -> Measurement:
    """Measure so many commands on each of so many connections."""
    return Measurement(
        f"One command and its answer (200 B, {connections} connections, {commands} each)",
        [Column("µs of CPU each", bars={OURS.name: 45, OURS_IN_STARLETTE.name: 45})],
        lambda contender, redis_url: measure(contender, redis_url, connections, commands),
    )
