"""Several Redis that share the channels: which channel is kept where."""

import hashlib
from collections.abc import Sequence

from redis.asyncio import Redis
from redis.asyncio.connection import ConnectionPool

from realtime.redis.pipeline import RedisPipeline


def shard_of(channel: str, shards: int) -> int:
    """Return which of so many shards, from 0, keeps a channel.

    Jump consistent hash (Lamping and Veach, arXiv:1406.2294) of the channel's BLAKE2b with eight
    bytes, big-endian. Depends on nothing else; with one shard more at the end of the list one
    channel in so many moves there, and none moves between the others.
    """
    key = int.from_bytes(hashlib.blake2b(channel.encode(), digest_size=8).digest())
    shard, following = 0, 0
    while following < shards:
        shard = following
        key = (key * 2862933555777941757 + 1) % 2**64
        following = int((shard + 1) * (2**31 / ((key >> 33) + 1)))
    return shard


#: Streams read at once from one shard: each may have megabytes.
_READS_AT_ONCE = 32


class RedisShards:
    """An ordered list of Redis, each with a pipeline for what is quick and one for what is long.

    All nodes need the same list in the same order. A channel lives on one shard; where that is
    away, only its channels are. `timeout` bounds every wait for Redis, `ping_interval` is how often
    connections are looked at; in seconds.
    """

    def __init__(
        self,
        clients: Redis | Sequence[Redis],
        *,
        timeout: float = 2.0,
        ping_interval: float = 5.0,
    ) -> None:
        """`clients` must not decode responses; whoever opened them closes them."""
        clients = [clients] if isinstance(clients, Redis) else list(clients)
        if not clients:
            raise ValueError("at least one Redis is needed")
        self.pools: list[ConnectionPool] = [client.connection_pool for client in clients]
        if any(pool.connection_kwargs.get("decode_responses") for pool in self.pools):
            raise ValueError("a Redis client that does not decode responses is needed")
        self.timeout = timeout
        self.ping_interval = ping_interval
        self.pipelines = [
            RedisPipeline(pool, timeout=timeout, check_interval=ping_interval)
            for pool in self.pools
        ]
        self._readers = [
            RedisPipeline(
                pool, timeout=timeout, check_interval=ping_interval, at_once=_READS_AT_ONCE
            )
            for pool in self.pools
        ]

    def index(self, channel: str) -> int:
        """Return the number of the channel's shard in the list."""
        return 0 if len(self.pools) == 1 else shard_of(channel, len(self.pools))

    def pipeline(self, channel: str) -> RedisPipeline:
        """Return where the channel's commands go, in their order."""
        return self.pipelines[self.index(channel)]

    def reader(self, channel: str) -> RedisPipeline:
        """Return where the channel is read, so that nothing waits behind a long answer."""
        return self._readers[self.index(channel)]

    @classmethod
    def of(
        cls,
        redis: "Redis | Sequence[Redis] | RedisShards",
        *,
        timeout: float,
        ping_interval: float = 5.0,
    ) -> "RedisShards":
        """Return `redis` itself where it is this already, else one over it."""
        if isinstance(redis, RedisShards):
            return redis
        return cls(redis, timeout=timeout, ping_interval=ping_interval)
