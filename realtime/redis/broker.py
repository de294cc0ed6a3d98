"""A broker on Redis (6.2 or newer): streams, order and fan-out between any number of nodes."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from redis.asyncio import Redis

from realtime.broker import (
    FENCE_TTL,
    IDEMPOTENCY_TTL,
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
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Position, Publication
from realtime.redis.link import RedisLink
from realtime.redis.pipeline import Argument, Script
from realtime.redis.scripts import PUBLISH, READ
from realtime.redis.shards import RedisShards

_PUBLISH, _READ = Script(PUBLISH), Script(READ)

#: What stands in the place of an offset where a client came or went.
_JOINED, _LEFT = b"+", b"-"


class _Entry(msgspec.Struct, omit_defaults=True):
    """What is sealed: a publication without its offset, which only Redis knows."""

    data: msgspec.Raw
    info: ClientInfo | None = None
    tags: dict[str, str] = {}


_decoder = msgspec.json.Decoder(_Entry)
_info_decoder = msgspec.json.Decoder(ClientInfo)
_encoder = msgspec.json.Encoder()


class RedisBroker:
    """Publications by one script, arrivals on one connection for each Redis.

    Keys are `<prefix>{<channel>}:meta`, `:stream`, `:fence:<key>` and `:once:<idempotency key>`;
    the braces keep a channel's keys together in a cluster. Nodes with the same prefix are one
    system. Control messages go through the first Redis.

    The listener is told that the link is lost whenever one Redis is, and that it is restored
    whenever one is back; where another is still away then, lost follows at once. So after each
    `link_restored` something may have been missed, and the last word says whether all is well.
    """

    def __init__(
        self,
        redis: Redis | Sequence[Redis] | RedisShards,
        *,
        prefix: str = "realtime:",
        codec: Codec | None = None,
        timeout: float = 2.0,
        ping_interval: float = 5.0,
        new_epoch: EpochFactory = lambda: secrets.token_hex(4),
    ) -> None:
        """`redis` must not decode responses; several share the channels (RedisShards).

        `timeout` bounds every wait for Redis, `ping_interval` is how often the links are looked
        at, in seconds; a RedisShards brings both itself.
        """
        self._shards = RedisShards.of(redis, timeout=timeout, ping_interval=ping_interval)
        self._prefix = prefix
        self._codec = codec or PlainCodec()
        self._new_epoch = new_epoch
        self._links = [
            RedisLink(pool, ping_interval=self._shards.ping_interval, timeout=self._shards.timeout)
            for pool in self._shards.pools
        ]
        #: Says whose a control message is, so that a node does not hear its own.
        self._sender = secrets.token_bytes(8)
        self._control = f"{prefix}control"

    async def run(self, listener: BrokerListener, node: str) -> None:
        """See `Broker.run`."""
        topics = [self._control.encode(), self._control_of(node).encode()]
        away = set(range(len(self._links)))
        async with asyncio.TaskGroup() as tasks:
            for shard, link in enumerate(self._links):
                receiver = _Receiver(self, listener, shard, away)
                tasks.create_task(link.run(receiver, topics if shard == 0 else ()))

    async def publish(
        self,
        channel: str,
        data: bytes,
        options: StreamOptions,
        *,
        info: ClientInfo | None = None,
        tags: Mapping[str, str] | None = None,
        sequence: int | None = None,
        fence: Fence | None = None,
        idempotency_key: str = "",
    ) -> PublishOutcome:
        """See `Broker.publish`."""
        entry = _encoder.encode(_Entry(msgspec.Raw(data), info, dict(tags or {})))
        keys = [
            *self._keys(channel),
            self._key(channel, f"fence:{fence.key if fence else ''}"),
            self._key(channel, f"once:{idempotency_key}"),
        ]
        arguments: list[Argument] = [
            self._key(channel, "live"),
            self._codec.seal(channel, entry),
            options.size,
            _milliseconds(options.ttl),
            _milliseconds(options.meta_ttl),
            self._new_epoch(),
            "" if sequence is None else sequence,
            "" if fence is None else fence.token,
            _milliseconds(FENCE_TTL),
            _milliseconds(IDEMPOTENCY_TTL) if idempotency_key else "",
        ]
        match await self._shards.pipeline(channel).run(_PUBLISH, keys, arguments):
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
        arguments: list[Argument] = [
            _milliseconds(options.meta_ttl),
            self._new_epoch(),
            "" if since is None else since.offset,
            "" if since is None else since.epoch,
            "" if limit is None else limit,
            "1" if reverse else "",
        ]
        answer = await self._shards.reader(channel).run(_READ, self._keys(channel), arguments)
        epoch, offset, entries = cast("tuple[bytes, int, Sequence[Any]]", answer)
        publications = [
            self._open(channel, entry, int(entry_id.partition(b"-")[0]))
            for entry_id, (_, entry) in entries
        ]
        return StreamPart(Position(offset, epoch.decode()), publications)

    async def forget(self, channel: str) -> None:
        """See `Broker.forget`."""
        await self._shards.pipeline(channel).call("DEL", *self._keys(channel))

    async def clear(self, channel: str) -> None:
        """See `Broker.clear`."""
        await self._shards.pipeline(channel).call("DEL", self._key(channel, "stream"))

    async def join(self, channel: str, info: ClientInfo) -> None:
        """See `Broker.join`."""
        await self._announce(_JOINED, channel, info)

    async def leave(self, channel: str, info: ClientInfo) -> None:
        """See `Broker.leave`."""
        await self._announce(_LEFT, channel, info)

    async def subscribe(self, channel: str) -> None:
        """See `Broker.subscribe`."""
        link = self._links[self._shards.index(channel)]
        await link.subscribe(self._key(channel, "live").encode())

    def unsubscribe(self, channel: str) -> None:
        """See `Broker.unsubscribe`."""
        link = self._links[self._shards.index(channel)]
        link.unsubscribe(self._key(channel, "live").encode())

    async def send_control(self, message: bytes, *, node: str | None = None) -> int:
        """See `Broker.send_control`."""
        topic = self._control if node is None else self._control_of(node)
        sealed = self._codec.seal(topic, self._sender + message)
        heard = cast("int", await self._shards.pipelines[0].call("PUBLISH", topic, sealed))
        hears_itself = node is None and self._links[0].is_up
        return max(heard - 1, 0) if hears_itself else heard

    def receive(self, name: bytes, data: bytes, listener: BrokerListener) -> None:
        """Give the listener what came on a link under a name of Redis's.

        Raises:
            ValueError: it was not sealed by a node of this system.
            Exception: whatever else the codec raises of bytes that anybody may have sent.

        """
        topic = name.decode()
        if topic.startswith(self._control):
            opened = self._codec.open(topic, data)
            if topic != self._control or not opened.startswith(self._sender):
                listener.control(opened[len(self._sender) :])
            return
        channel = topic.removeprefix(self._prefix + "{").removesuffix("}:live")
        offset, epoch, entry = data.split(b":", 2)
        if offset == _JOINED:
            listener.joined(channel, self._open_info(channel, entry))
        elif offset == _LEFT:
            listener.left(channel, self._open_info(channel, entry))
        else:
            publication = self._open(channel, entry, int(offset))
            listener.publication(channel, epoch.decode(), publication)

    async def _announce(self, what: bytes, channel: str, info: ClientInfo) -> None:
        sealed = self._codec.seal(channel, _encoder.encode(info))
        topic = self._key(channel, "live")
        await self._shards.pipeline(channel).call("PUBLISH", topic, b"%b::%b" % (what, sealed))

    def _open_info(self, channel: str, sealed: bytes) -> ClientInfo:
        return _info_decoder.decode(self._codec.open(channel, sealed))

    def _open(self, channel: str, entry: bytes, offset: int) -> Publication:
        opened = _decoder.decode(self._codec.open(channel, entry))
        return Publication(opened.data, opened.info, offset, opened.tags)

    def _keys(self, channel: str) -> list[str]:
        return [self._key(channel, "meta"), self._key(channel, "stream")]

    def _control_of(self, node: str) -> str:
        return f"{self._control}:{node}"

    def _key(self, channel: str, part: str) -> str:
        return f"{self._prefix}{{{channel}}}:{part}"


class _Receiver:
    """Hears the link of one shard on behalf of a broker's listener."""

    def __init__(
        self, broker: RedisBroker, listener: BrokerListener, shard: int, away: set[int]
    ) -> None:
        self._broker = broker
        self._listener = listener
        self._shard = shard
        #: Shards whose link is lost; one set for all receivers.
        self._away = away

    def message(self, channel: bytes, data: bytes) -> None:
        try:
            self._broker.receive(channel, data, self._listener)
        except Exception as error:  # one unreadable message must not end all others
            self._listener.failure("a message from Redis", error)

    def link_lost(self) -> None:
        self._away.add(self._shard)
        self._listener.link_lost()

    def link_restored(self) -> None:
        self._away.discard(self._shard)
        self._listener.link_restored()
        if self._away:
            self._listener.link_lost()


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
