"""Sentinel names another master while the old one is well: everything goes there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.connection import Connection
from redis.exceptions import ReadOnlyError, ResponseError

from realtime.errors import BrokerUnavailable
from realtime.policy import StreamOptions
from realtime.redis.addresses import open_redis_clients
from realtime.redis.broker import RedisBroker
from realtime.redis.failover import as_unavailable, ask_sentinel, is_from_a_replica, leads_elsewhere
from realtime.redis.pipeline import RedisPipeline
from tests.faults.sentinel import MASTER_NAME, Process, until
from tests.realtime.redis.test_broker import listening

KEPT = StreamOptions(size=5, ttl=60, meta_ttl=600)


class Naming:
    """Two servers that know nothing of each other, and a Sentinel that names one of them."""

    def __init__(self, directory: Path) -> None:
        self.first = Process(directory, "first", ['save ""'])
        self.second = Process(directory, "second", ['save ""'])
        self.sentinel = Process(directory, "sentinel", [], "--sentinel")
        self.address = f"redis+sentinel://127.0.0.1:{self.sentinel.port}/{MASTER_NAME}"

    async def name(self, server: Process) -> None:
        client: Any = self.sentinel.client
        await until(lambda: all(each.client.ping() is True for each in (server, self.sentinel)))
        if client.execute_command("SENTINEL MASTERS"):
            client.execute_command("SENTINEL REMOVE", MASTER_NAME)
        client.execute_command("SENTINEL MONITOR", MASTER_NAME, "127.0.0.1", server.port, 1)

    def end(self) -> None:
        for process in (self.first, self.second, self.sentinel):
            process.end()


@pytest.fixture
async def naming(tmp_path: Path) -> AsyncIterator[Naming]:
    naming = Naming(tmp_path)
    try:
        await naming.name(naming.first)
        yield naming
    finally:
        naming.end()


@pytest.fixture
async def redis(naming: Naming) -> AsyncIterator[AsyncRedis]:
    [client] = open_redis_clients(naming.address)
    yield client
    await client.aclose()


async def test_publications_are_sent_to_it_and_heard_from_it(
    naming: Naming, redis: AsyncRedis
) -> None:
    broker = RedisBroker(redis, prefix="app:", ping_interval=0.1)
    async with listening(broker) as ear:
        await broker.subscribe("c")
        await broker.publish("c", b"1", KEPT)
        ear.up.clear()
        ear.down.clear()
        await naming.name(naming.second)
        async with asyncio.timeout(5):
            await ear.down.wait()
            await ear.up.wait()
        await broker.publish("c", b"2", KEPT)
        async with asyncio.timeout(5):
            heard = [bytes((await ear.publications.get())[1].data) for _ in range(2)]
    assert heard == [b"1", b"2"]
    assert naming.first.client.xlen("app:{c}:stream") == 1
    assert naming.second.client.xlen("app:{c}:stream") == 1


async def test_a_node_that_only_publishes_follows_too(naming: Naming, redis: AsyncRedis) -> None:
    pipeline = RedisPipeline(redis.connection_pool, check_interval=0.05)
    await pipeline.call("SET", "key", "1")
    await naming.name(naming.second)
    async with asyncio.timeout(5):
        while not naming.second.client.exists("key"):
            await pipeline.call("SET", "key", "2")
    assert naming.first.client.get("key") in {"1", "2"}


async def test_without_any_sentinel_the_connections_there_are_stay(
    naming: Naming, redis: AsyncRedis
) -> None:
    broker = RedisBroker(redis, ping_interval=0.05)
    async with listening(broker) as ear:
        await broker.publish("c", b"1", KEPT)
        naming.sentinel.kill()
        ear.down.clear()
        for _ in range(20):
            await broker.publish("c", b"1", KEPT)
            await asyncio.sleep(0.01)
        assert not ear.down.is_set()


async def test_a_sentinel_that_hangs_is_passed_over(naming: Naming, tmp_path: Path) -> None:
    hanging = Process(tmp_path, "hanging", [], "--sentinel")
    await until(lambda: hanging.client.ping() is True)
    hanging.stop()
    [client] = open_redis_clients(naming.address.replace("//", f"//127.0.0.1:{hanging.port},"))
    pipeline = RedisPipeline(client.connection_pool)
    try:
        assert await pipeline.call("PING") == b"PONG"
    finally:
        await client.aclose()
        hanging.end()


async def test_redis_and_sentinels_have_passwords_of_their_own(tmp_path: Path) -> None:
    server = Process(tmp_path, "server", ["requirepass one@", 'save ""'])
    sentinel = Process(
        tmp_path,
        "sentinel",
        ["requirepass two", f"sentinel monitor {MASTER_NAME} 127.0.0.1 {server.port} 1"],
        "--sentinel",
    )
    asking = Redis(host="127.0.0.1", port=server.port, password="one@", db=3)
    asking_sentinel = Redis(host="127.0.0.1", port=sentinel.port, password="two")
    await until(lambda: asking.ping() is True and asking_sentinel.ping() is True)
    host = f"127.0.0.1:{sentinel.port}"
    [client] = open_redis_clients(
        f"redis+sentinel://:one%40@{host}/{MASTER_NAME}?sentinel_password=two&db=3"
    )
    try:
        assert await RedisPipeline(client.connection_pool).call("SET", "key", "1") == b"OK"
        assert asking.get("key") == b"1"
    finally:
        await client.aclose()
        for each in (asking, asking_sentinel):
            each.close()
        server.end()
        sentinel.end()


async def test_closing_the_client_closes_the_connections_to_sentinels(
    naming: Naming, redis: AsyncRedis
) -> None:
    async def connections() -> int:
        client: Any = naming.sentinel.client
        return len(await asyncio.to_thread(client.client_list, _type="normal"))

    before = await connections()
    await redis.ping()
    assert await connections() == before + 1
    await redis.aclose()
    async with asyncio.timeout(5):
        while await connections() != before:
            continue


async def test_a_redis_without_sentinel_leads_nowhere_else() -> None:
    [client] = open_redis_clients("redis://one")
    await ask_sentinel(client.connection_pool, 1)
    assert not leads_elsewhere(Connection(host="other"), client.connection_pool)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ReadOnlyError("You can't write against a read only replica."), True),
        (ResponseError("READONLY You can't write against a read only replica."), True),
        (
            ResponseError(
                "Error running script (call to f_8ce9): @user_script:41: @user_script: 41: "
                "-READONLY You can't write against a read only replica."
            ),
            True,
        ),
        (ResponseError("WRONGTYPE Operation against a key"), False),
        (ResponseError("no such key 'READONLY_SETTINGS'"), False),
    ],
)
def test_a_refusal_of_a_replica_is_known(error: Exception, expected: bool) -> None:
    assert is_from_a_replica(error) is expected


def test_an_error_without_text_is_told_by_its_kind() -> None:
    assert "ConnectionResetError" in str(as_unavailable(ConnectionResetError()))
    assert isinstance(as_unavailable(OSError("gone")), BrokerUnavailable)
