"""Every broker that there is: in memory, on one real Redis, on three."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import msgspec
import pytest
from redis.asyncio import Redis

from realtime.broker import Broker
from realtime.memory.broker import MemoryBroker
from realtime.policy import StreamOptions
from realtime.protocol.publications import ClientInfo, Publication
from realtime.redis.broker import RedisBroker

if TYPE_CHECKING:
    from tests.realtime.redis_server import RedisServer

KEPT = StreamOptions(size=5, ttl=60, meta_ttl=600)


class Ear:
    """Hears what a broker delivers."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[str, str, Publication]] = asyncio.Queue()
        self.came: asyncio.Queue[tuple[str, str, ClientInfo]] = asyncio.Queue()
        self.controls: asyncio.Queue[bytes] = asyncio.Queue()
        self.up = asyncio.Event()

    def publication(self, channel: str, epoch: str, publication: Publication) -> None:
        self.heard.put_nowait((channel, epoch, publication))

    def joined(self, channel: str, info: ClientInfo) -> None:
        self.came.put_nowait(("joined", channel, info))
        self.heard.put_nowait((channel, "", Publication(msgspec.Raw(b'"joined"'))))

    def left(self, channel: str, info: ClientInfo) -> None:
        self.came.put_nowait(("left", channel, info))
        self.heard.put_nowait((channel, "", Publication(msgspec.Raw(b'"left"'))))

    def control(self, message: bytes) -> None:
        self.controls.put_nowait(message)

    def failure(self, where: str, error: Exception) -> None:
        raise AssertionError(where) from error

    def link_lost(self) -> None:
        self.up.clear()

    def link_restored(self) -> None:
        self.up.set()

    async def next(self) -> tuple[str, int, bytes]:
        """Channel, offset and data of the next publication."""
        async with asyncio.timeout(5):
            channel, _, publication = await self.heard.get()
        return channel, publication.offset, bytes(publication.data)


@pytest.fixture
def ear() -> Ear:
    return Ear()


def memory(redis_server: RedisServer) -> Broker:
    del redis_server
    return MemoryBroker()


def one_redis(redis_server: RedisServer) -> Broker:
    return RedisBroker(database(redis_server, 0), timeout=10)


def three_redis(redis_server: RedisServer) -> Broker:
    return RedisBroker([database(redis_server, number) for number in range(3)], timeout=10)


def database(redis_server: RedisServer, number: int) -> Redis:
    """One of a server's databases: as good as a server of its own, but for pub/sub."""
    return Redis(unix_socket_path=str(redis_server.socket), db=number)


@pytest.fixture(params=[memory, one_redis, three_redis])
async def broker(
    request: pytest.FixtureRequest, redis_server: RedisServer, ear: Ear
) -> AsyncIterator[Broker]:
    broker: Broker = request.param(redis_server)
    running = asyncio.create_task(broker.run(ear, "node"))
    async with asyncio.timeout(5):
        await ear.up.wait()
    yield broker
    running.cancel()
    await asyncio.wait([running])
    if isinstance(broker, RedisBroker):
        for pool in broker._shards.pools:
            await pool.aclose()


def offsets(publications: object) -> list[int]:
    assert isinstance(publications, list)
    return [publication.offset for publication in publications]
