"""Presence on Redis (6.2 or newer): who is in a channel, on all nodes together."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import cast

import msgspec
from redis.asyncio import Redis

from realtime.broker import Codec, PlainCodec
from realtime.presence import PRESENCE_TTL, PresenceStats
from realtime.protocol.publications import ClientInfo
from realtime.redis.pipeline import Argument, Script
from realtime.redis.scripts import CONFIRM, PRESENT, REMOVE
from realtime.redis.shards import RedisShards

#: Clients of one script: it keeps Redis from everything else while it runs.
_CLIENTS_AT_ONCE = 250

_CONFIRM, _REMOVE, _PRESENT = Script(CONFIRM), Script(REMOVE), Script(PRESENT)

_decoder = msgspec.json.Decoder(ClientInfo)
_encoder = msgspec.json.Encoder()


class RedisPresence:
    """Times by client in a sorted set, sealed infos by client in a hash, on Redis's own clock.

    Keys are `<prefix>{<channel>}:present` and `:present:info`; both are gone a `ttl` (seconds)
    after the last client was confirmed. The id of a client is not sealed.
    """

    def __init__(
        self,
        redis: Redis | Sequence[Redis] | RedisShards,
        *,
        prefix: str = "realtime:",
        codec: Codec | None = None,
        timeout: float = 2.0,
        ttl: float = PRESENCE_TTL,
    ) -> None:
        """`redis` as for RedisBroker: give both the same RedisShards and they share connections."""
        self._shards = RedisShards.of(redis, timeout=timeout)
        self._prefix = prefix
        self._codec = codec or PlainCodec()
        self._ttl = round(ttl * 1000)

    async def confirm(self, entries: Sequence[tuple[str, ClientInfo]]) -> None:
        """See `Presence.confirm`. Where one shard is away, those on all others are confirmed."""
        await self._run(
            _CONFIRM,
            [self._ttl],
            ((channel, (info.client, self._seal(channel, info))) for channel, info in entries),
        )

    async def remove(self, entries: Sequence[tuple[str, str]]) -> None:
        """See `Presence.remove`. Where one shard is away, those on all others are removed."""
        await self._run(_REMOVE, [], ((channel, (client,)) for channel, client in entries))

    async def read(self, channel: str) -> Mapping[str, ClientInfo]:
        """See `Presence.read`."""
        answer = await self._shards.reader(channel).run(_PRESENT, self._keys(channel), [])
        infos = [
            _decoder.decode(self._codec.open(channel, sealed))
            for sealed in cast("Sequence[bytes]", answer)
        ]
        return {info.client: info for info in infos}

    async def stats(self, channel: str) -> PresenceStats:
        """See `Presence.stats`. Reads and opens all of them: users are only known inside."""
        infos = (await self.read(channel)).values()
        return PresenceStats(len(infos), len({info.user for info in infos}))

    async def _run(
        self,
        script: Script,
        before: Sequence[Argument],
        entries: Iterable[tuple[str, tuple[Argument, ...]]],
    ) -> None:
        """Run a script for the arguments of each channel, all on their way at the same time."""
        by_channel: dict[str, list[tuple[Argument, ...]]] = {}
        for channel, words in entries:
            by_channel.setdefault(channel, []).append(words)
        await asyncio.gather(
            *(
                self._shards.pipeline(channel).run(
                    script,
                    self._keys(channel),
                    [*before, *chain.from_iterable(of_channel[start : start + _CLIENTS_AT_ONCE])],
                )
                for channel, of_channel in by_channel.items()
                for start in range(0, len(of_channel), _CLIENTS_AT_ONCE)
            )
        )

    def _seal(self, channel: str, info: ClientInfo) -> bytes:
        return self._codec.seal(channel, _encoder.encode(info))

    def _keys(self, channel: str) -> list[str]:
        return [f"{self._prefix}{{{channel}}}:present", f"{self._prefix}{{{channel}}}:present:info"]
