"""Commands to one Redis, many at a time: what comes while some are on their way goes together next.

One connection, one pipeline on its way at a time, no waiting for company: a lone command goes out
at once, a thousand at once share a few writes. Redis does them in the order of the calls.
"""

import asyncio
import hashlib
from collections import deque
from collections.abc import Iterable, Sequence
from contextvars import Context
from dataclasses import dataclass
from typing import cast

from redis.asyncio.connection import AbstractConnection, ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError, RedisError, ResponseError

from realtime.errors import BrokerUnavailable
from realtime.redis.errors import passes
from realtime.redis.failover import as_unavailable, ask_sentinel, is_from_a_replica, leads_elsewhere

#: Seconds that Sentinel is given: commands wait for it now and then.
_SENTINEL_SECONDS = 1.0

Argument = str | bytes | int


class Script:
    """Lua that is sent once a connection, and called by its digest from then on."""

    def __init__(self, source: str) -> None:
        digest = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
        self.whole = _pack("EVAL", source)
        self.by_digest = _pack("EVALSHA", digest)


@dataclass(slots=True, eq=False)
class _Call:
    """`words`: the packed command, or what follows the script in it; `count`: words in all."""

    words: bytes
    count: int
    answer: asyncio.Future[object]
    script: Script | None = None


class RedisPipeline:
    """Takes one connection out of the pool and keeps it; closing the client closes it.

    `timeout` bounds every wait for an answer, in seconds. At most `at_once` commands go together:
    their answers wait in Redis's memory until they are read. Where the pool's master is named by a
    Sentinel, that is asked at least every `check_interval` seconds in which commands are sent.
    """

    def __init__(
        self,
        pool: ConnectionPool,
        *,
        timeout: float = 2.0,
        check_interval: float = 5.0,
        at_once: int = 256,
    ) -> None:
        self._pool = pool
        self._at_once = at_once
        self._timeout = timeout
        self._check_interval = check_interval
        self._checked_at = 0.0
        self._waiting: deque[_Call] = deque()
        self._sending: asyncio.Task[None] | None = None
        self._connection: AbstractConnection | None = None
        #: The scripts that the Redis at the other end has, as far as is known.
        self._loaded: set[Script] = set()

    async def call(self, *command: Argument) -> object:
        """Send one command and return its answer.

        Raises:
            BrokerUnavailable: there was no answer, or a refusal that passes. Where it was none,
                the command may have been done all the same.
            ResponseError: Redis refused the command itself.

        """
        return await self._answer(_pack(*command), len(command), None)

    async def run(
        self, script: Script, keys: Sequence[Argument], arguments: Sequence[Argument]
    ) -> object:
        """Run a script and return what it returns; raises like `call`."""
        words = (len(keys), *keys, *arguments)
        return await self._answer(_pack(*words), len(words) + 2, script)

    async def _answer(self, words: bytes, count: int, script: Script | None) -> object:
        loop = asyncio.get_running_loop()
        call = _Call(words, count, loop.create_future(), script)
        self._waiting.append(call)
        if self._sending is None:
            # A context of its own: it outlives this caller, and serves others.
            self._sending = loop.create_task(self._send(), context=Context())
        try:
            async with asyncio.timeout(self._timeout):
                return await call.answer
        except TimeoutError as error:
            raise BrokerUnavailable("Redis does not answer") from error
        except ResponseError as error:
            if passes(error):
                raise as_unavailable(error) from error
            raise

    async def _send(self) -> None:
        try:
            while self._waiting:
                batch = self._next()
                try:
                    async with asyncio.timeout(self._timeout):
                        await self._exchange(batch)
                except (RedisError, OSError, TimeoutError) as error:
                    await self._give_up(batch, error)
        finally:
            self._sending = None

    def _next(self) -> list[_Call]:
        """Take what goes out together."""
        count = min(len(self._waiting), self._at_once)
        return [self._waiting.popleft() for _ in range(count)]

    async def _exchange(self, batch: Sequence[_Call]) -> None:
        connection = await self._connected()
        # Connecting takes its time: what nobody waits for any more is not done.
        batch = [call for call in batch if not call.answer.done()]
        await connection.send_packed_command(self._packed(batch), check_health=False)
        again: list[_Call] = []
        demoted = False
        for call in batch:
            try:
                answer = await connection.read_response()
            except NoScriptError:
                again.append(call)
            except ResponseError as error:
                demoted = demoted or is_from_a_replica(error)
                if not call.answer.done():
                    call.answer.set_exception(error)
            else:
                if not call.answer.done():
                    call.answer.set_result(answer)
        if again:
            # All scripts are forgotten at once. Before what came since, to keep the order.
            self._loaded.clear()
            self._waiting.extendleft(reversed(again))
        if demoted:
            await self._disconnect()

    def _packed(self, batch: Iterable[_Call]) -> bytes:
        parts: list[bytes] = []
        for call in batch:
            parts.append(b"*%d\r\n" % call.count)
            if call.script is not None:
                parts.append(
                    call.script.by_digest if call.script in self._loaded else call.script.whole
                )
                self._loaded.add(call.script)
            parts.append(call.words)
        return b"".join(parts)

    async def _connected(self) -> AbstractConnection:
        """Return the connection, which leads to a Redis that has not closed it."""
        if self._connection is None:
            self._connection = await self._pool.get_connection()
            # A whole pipeline has one timeout; one for each answer costs more than the answer.
            self._connection.socket_timeout = None
            self._loaded.clear()
            self._checked_at = asyncio.get_running_loop().time()
        connection = self._connection
        now = asyncio.get_running_loop().time()
        if now - self._checked_at > self._check_interval:
            self._checked_at = now
            await ask_sentinel(self._pool, _SENTINEL_SECONDS)
        if leads_elsewhere(connection, self._pool) or await _is_closed(connection):
            await self._disconnect()
            await connection.connect()
        return connection

    async def _disconnect(self) -> None:
        self._loaded.clear()
        if self._connection is not None:
            await self._connection.disconnect(nowait=True)

    async def _give_up(self, batch: Iterable[_Call], error: Exception) -> None:
        # Answers may still be on their way, and would be taken for those of other commands.
        await self._disconnect()
        for call in batch:
            if not call.answer.done():
                call.answer.set_exception(as_unavailable(error))


async def _is_closed(connection: AbstractConnection) -> bool:
    """Whether the other end closed it, or it says what nobody asked."""
    try:
        return not connection.is_connected or cast(
            "bool",
            await connection.can_read_destructive(),  # type: ignore[no-untyped-call]
        )
    except (RedisConnectionError, OSError):
        return True


def _pack(*words: Argument) -> bytes:
    """Return words as Redis reads them (RESP, bulk strings), without their number before them."""
    encoded = (word if isinstance(word, bytes) else str(word).encode() for word in words)
    return b"".join([b"$%d\r\n%b\r\n" % (len(word), word) for word in encoded])
