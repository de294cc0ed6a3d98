"""The one connection on which a node hears from Redis: subscriptions that survive its loss.

redis-py's own pub/sub object reconnects silently and has been seen to hang; so this reads its
connection by itself, pings it, asks Sentinel (where there is one) whether it still leads to the
master, and says when it was lost and is back.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Protocol

from redis.asyncio.connection import AbstractConnection, ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from realtime.errors import BrokerUnavailable
from realtime.redis.failover import ask_sentinel, leads_elsewhere

#: Seconds before the first, second, ... attempt to reconnect.
_BACKOFF = (0.05, 0.1, 0.2, 0.5, 1.0)


class LinkListener(Protocol):
    """What hears; none of its methods may wait."""

    def message(self, channel: bytes, data: bytes) -> None:
        """Take a message."""
        ...

    def link_lost(self) -> None:
        """Nothing arrives for a while."""
        ...

    def link_restored(self) -> None:
        """Everything wanted is subscribed again; messages may have been missed."""
        ...


class RedisLink:
    """`timeout` bounds connecting, waiting for a subscription, and waiting for a pong, in seconds.

    A dead connection is noticed within `ping_interval` + `timeout`, as is another master.
    """

    def __init__(self, pool: ConnectionPool, *, ping_interval: float, timeout: float) -> None:
        self._pool = pool
        self._ping_interval = ping_interval
        self._timeout = timeout
        #: Channels wanted; those that Redis has yet to confirm with what is done then.
        self._wanted: dict[bytes, asyncio.Future[None] | None] = {}
        #: Of the present connection: confirmations to come by channel, in the order asked for.
        self._asked: dict[bytes, deque[asyncio.Future[None] | None]] = {}
        self._commands: deque[tuple[bytes, ...]] = deque()
        self._connected = False
        self._up = asyncio.Event()
        self._to_write = asyncio.Event()
        self._pong = asyncio.Event()

    @property
    def is_up(self) -> bool:
        """Whether everything wanted arrives."""
        return self._up.is_set()

    async def subscribe(self, channel: bytes) -> None:
        """Return once Redis has confirmed the subscription.

        Raises:
            BrokerUnavailable: it has not for `timeout`; it is still wanted.

        """
        if channel not in self._wanted:
            self._wanted[channel] = asyncio.get_running_loop().create_future()
            if self._connected:
                self._ask_for(channel)
        confirmed = self._wanted[channel]
        try:
            async with asyncio.timeout(self._timeout):
                await self._up.wait()
                if confirmed is not None:
                    await asyncio.shield(confirmed)
        except TimeoutError as error:
            raise BrokerUnavailable("no subscription") from error

    def unsubscribe(self, channel: bytes) -> None:
        """Stop hearing a channel; in order with `subscribe`."""
        if channel in self._wanted:
            del self._wanted[channel]
            if self._connected:
                self._write(b"UNSUBSCRIBE", channel)

    async def run(self, listener: LinkListener, always: Iterable[bytes] = ()) -> None:
        """Stay connected until cancelled; the channels of `always` need no `subscribe`."""
        for channel in always:
            self._wanted.setdefault(channel, None)
        attempt = 0
        while True:
            try:
                await self._serve(listener)
            except* (RedisError, OSError, TimeoutError):
                attempt = 0 if self._up.is_set() else attempt + 1
            finally:
                self._connected = False
                if self._up.is_set():
                    self._up.clear()
                    listener.link_lost()
            await asyncio.sleep(_BACKOFF[min(attempt, len(_BACKOFF) - 1)])

    async def _serve(self, listener: LinkListener) -> None:
        connection = self._make_connection()
        try:
            async with asyncio.timeout(self._timeout):
                await connection.connect()  # type: ignore[no-untyped-call]
            self._commands.clear()
            self._asked.clear()
            self._connected = True
            for channel in self._wanted:
                self._ask_for(channel)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._read(connection, listener))
                tasks.create_task(self._write_commands(connection))
                # Redis answers in order: this pong comes after all subscriptions.
                await self._ping()
                self._up.set()
                listener.link_restored()
                while True:
                    await asyncio.sleep(self._ping_interval)
                    await self._ping()
                    await ask_sentinel(self._pool, self._timeout)
                    if leads_elsewhere(connection, self._pool):
                        raise RedisConnectionError("Sentinel names another master")
        finally:
            await connection.disconnect(nowait=True)

    def _make_connection(self) -> AbstractConnection:
        # Read by one task while another writes, so redis-py's own timing must stay out of it.
        own = {
            "decode_responses": False,
            "health_check_interval": 0,
            "protocol": 2,
            "socket_timeout": None,
        }
        return self._pool.connection_class(**{**self._pool.connection_kwargs, **own})

    def _ask_for(self, channel: bytes) -> None:
        self._asked.setdefault(channel, deque()).append(self._wanted[channel])
        self._write(b"SUBSCRIBE", channel)

    def _write(self, *command: bytes) -> None:
        self._commands.append(command)
        self._to_write.set()

    async def _ping(self) -> None:
        self._pong.clear()
        self._write(b"PING")
        async with asyncio.timeout(self._timeout):
            await self._pong.wait()

    async def _write_commands(self, connection: AbstractConnection) -> None:
        while True:
            await self._to_write.wait()
            self._to_write.clear()
            commands = list(self._commands)
            self._commands.clear()
            packed = connection.pack_commands(commands)
            del commands  # else the last ones would be kept until there are others
            await connection.send_packed_command(packed)

    async def _read(self, connection: AbstractConnection, listener: LinkListener) -> None:
        while True:
            reply = await connection.read_response()
            match reply:
                case [b"message", bytes(channel), bytes(data)]:
                    listener.message(channel, data)
                case [b"subscribe", bytes(channel), _]:
                    self._confirm(channel)
                case [b"pong", _] | b"PONG":  # the second while nothing is subscribed
                    self._pong.set()

    def _confirm(self, channel: bytes) -> None:
        asked = self._asked[channel]
        confirmed = asked.popleft()
        if not asked:
            del self._asked[channel]
        if confirmed is None:
            return
        if not confirmed.done():
            confirmed.set_result(None)
        if self._wanted.get(channel) is confirmed:
            self._wanted[channel] = None
