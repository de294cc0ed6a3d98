"""A broker on Redis (6.2 or newer): streams, order and fan-out between any number of nodes."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

import msgspec
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from realtime.broker import (
    FENCE_TTL,
    BrokerListener,
    Codec,
    Duplicate,
    EpochFactory,
    Fence,
    Fenced,
    Gap,
    PlainCodec,
    Published,
    PublishOutcome,
    StreamPart,
)
from realtime.errors import BrokerUnavailable
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Position, Publication
from realtime.redis_errors import passes
from realtime.redis_link import RedisLink
from realtime.redis_scripts import PUBLISH, READ

#: Commands to Redis at one time: more would wait there, on a connection each.
_COMMANDS_AT_ONCE = 64


class _Entry(msgspec.Struct, omit_defaults=True):
    """What is sealed: a publication without its offset, which only Redis knows."""

    data: msgspec.Raw
    info: ClientInfo | None = None


_decoder = msgspec.json.Decoder(_Entry)
_encoder = msgspec.json.Encoder()


class RedisBroker:
    """Publications by one script, arrivals on one connection.

    Keys are `<prefix>{<channel>}:meta`, `:stream` and `:fence:<key>`; the braces keep a channel's
    keys together in a cluster. Nodes with the same prefix are one system.
    """

    def __init__(
        self,
        redis: Redis,
        *,
        prefix: str = "realtime:",
        codec: Codec | None = None,
        timeout: float = 2.0,
        ping_interval: float = 5.0,
        new_epoch: EpochFactory = lambda: secrets.token_hex(4),
    ) -> None:
        """`redis` must not decode responses. `timeout` bounds every wait for Redis, in seconds."""
        if redis.connection_pool.connection_kwargs.get("decode_responses"):
            raise ValueError("the broker needs a Redis client that does not decode responses")
        self._prefix = prefix
        self._codec = codec or PlainCodec()
        self._timeout = timeout
        self._new_epoch = new_epoch
        self._redis = redis
        self._publish_script = redis.register_script(PUBLISH)
        self._read_script = redis.register_script(READ)
        self._commands = asyncio.Semaphore(_COMMANDS_AT_ONCE)
        self._link = RedisLink(redis.connection_pool, ping_interval=ping_interval, timeout=timeout)
        #: Says whose a control message is, so that a node does not hear its own.
        self._node = secrets.token_bytes(8)
        self._control = f"{prefix}control"

    async def run(self, listener: BrokerListener) -> None:
        """See `Broker.run`."""
        await self._link.run(_Receiver(self, listener), [self._control.encode()])

    async def publish(
        self,
        channel: str,
        data: bytes,
        options: StreamOptions,
        *,
        info: ClientInfo | None = None,
        sequence: int | None = None,
        fence: Fence | None = None,
    ) -> PublishOutcome:
        """See `Broker.publish`."""
        entry = _encoder.encode(_Entry(msgspec.Raw(data), info))
        keys = [*self._keys(channel), self._key(channel, f"fence:{fence.key if fence else ''}")]
        arguments: list[str | bytes | int] = [
            self._key(channel, "live"),
            self._codec.seal(channel, entry),
            options.size,
            _milliseconds(options.ttl),
            _milliseconds(options.meta_ttl),
            self._new_epoch(),
            "" if sequence is None else sequence,
            "" if fence is None else fence.token,
            _milliseconds(FENCE_TTL),
        ]
        match await self._ask(lambda: self._publish_script(keys, arguments)):
            case [b"published", int(offset), bytes(epoch)]:
                return Published(offset, epoch.decode())
            case [b"gap", int(wanted)]:
                return Gap(wanted)
            case [b"duplicate"]:
                return Duplicate()
            case _:
                return Fenced()

    async def read(
        self,
        channel: str,
        options: StreamOptions,
        *,
        since: Position | None = None,
        limit: int | None = None,
        reverse: bool = False,
    ) -> StreamPart:
        """See `Broker.read`."""
        arguments: list[str | bytes | int] = [
            _milliseconds(options.meta_ttl),
            self._new_epoch(),
            "" if since is None else since.offset,
            "" if since is None else since.epoch,
            "" if limit is None else limit,
            "1" if reverse else "",
        ]
        answer = await self._ask(lambda: self._read_script(self._keys(channel), arguments))
        epoch, offset, entries = cast("tuple[bytes, int, Sequence[Any]]", answer)
        publications = [
            self._open(channel, entry, int(entry_id.partition(b"-")[0]))
            for entry_id, (_, entry) in entries
        ]
        return StreamPart(Position(offset, epoch.decode()), publications)

    async def forget(self, channel: str) -> None:
        """See `Broker.forget`."""
        await self._ask(lambda: self._redis.delete(*self._keys(channel)))

    async def subscribe(self, channel: str) -> None:
        """See `Broker.subscribe`."""
        await self._link.subscribe(self._key(channel, "live").encode())

    def unsubscribe(self, channel: str) -> None:
        """See `Broker.unsubscribe`."""
        self._link.unsubscribe(self._key(channel, "live").encode())

    async def send_control(self, message: bytes) -> None:
        """See `Broker.send_control`."""
        sealed = self._codec.seal(self._control, self._node + message)
        await self._ask(lambda: self._redis.publish(self._control, sealed))

    def receive(self, name: bytes, data: bytes, listener: BrokerListener) -> None:
        """Give the listener what came on the link under a name of Redis's.

        Raises:
            ValueError: it was not sealed by a node of this system.
            Exception: whatever else the codec raises of bytes that anybody may have sent.

        """
        if name == self._control.encode():
            opened = self._codec.open(self._control, data)
            if not opened.startswith(self._node):
                listener.control(opened[len(self._node) :])
            return
        channel = name.decode().removeprefix(self._prefix + "{").removesuffix("}:live")
        offset, epoch, entry = data.split(b":", 2)
        publication = self._open(channel, entry, int(offset))
        listener.publication(channel, epoch.decode(), publication)

    async def _ask(self, command: Callable[[], Awaitable[Any]]) -> object:
        try:
            async with asyncio.timeout(self._timeout), self._commands:
                return cast("object", await command())
        except (RedisConnectionError, RedisTimeoutError, TimeoutError, OSError) as error:
            raise BrokerUnavailable(str(error) or type(error).__name__) from error
        except ResponseError as error:
            if passes(error):
                raise BrokerUnavailable(str(error)) from error
            raise

    def _open(self, channel: str, entry: bytes, offset: int) -> Publication:
        opened = _decoder.decode(self._codec.open(channel, entry))
        return Publication(opened.data, opened.info, offset)

    def _keys(self, channel: str) -> list[str]:
        return [self._key(channel, "meta"), self._key(channel, "stream")]

    def _key(self, channel: str, part: str) -> str:
        return f"{self._prefix}{{{channel}}}:{part}"


class _Receiver:
    """Hears the link on behalf of a broker's listener."""

    def __init__(self, broker: RedisBroker, listener: BrokerListener) -> None:
        self._broker = broker
        self._listener = listener
        self.link_lost = listener.link_lost
        self.link_restored = listener.link_restored

    def message(self, channel: bytes, data: bytes) -> None:
        try:
            self._broker.receive(channel, data, self._listener)
        except Exception as error:  # one unreadable message must not end all others
            self._listener.failure("a message from Redis", error)


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
