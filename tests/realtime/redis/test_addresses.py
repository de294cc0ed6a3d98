"""Every form of an address opens what it says, and a wrong one is said without its password."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from redis.asyncio.connection import Connection, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.sentinel import (
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)
from redis.exceptions import ConnectionError as ConnectionLost

from realtime.redis.addresses import hosts_of, is_verified, open_redis_clients
from realtime.redis.broker import RedisBroker
from tests.realtime.redis_server import RedisServer

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.sentinel import Sentinel


def opened(text: str) -> Redis:
    [client] = open_redis_clients(text)
    return client


def options(client: Redis) -> dict[str, Any]:
    """What the address gave the connections, beside what all have."""
    common = {
        "connection_pool",
        "health_check_interval",
        "retry",
        "retry_on_error",
        "socket_connect_timeout",
        "socket_timeout",
    }
    given = client.connection_pool.connection_kwargs
    return {name: value for name, value in given.items() if name not in common}


def sentinel_of(client: Redis) -> Sentinel:
    pool = client.connection_pool
    assert isinstance(pool, SentinelConnectionPool)
    sentinel: Sentinel = pool.sentinel_manager
    return sentinel


def sentinels(client: Redis) -> list[tuple[str, int]]:
    asked = [each.connection_pool.connection_kwargs for each in sentinel_of(client).sentinels]
    return [(each["host"], each["port"]) for each in asked]


class TestOneServer:
    @pytest.mark.parametrize(
        ("address", "kind", "expected"),
        [
            ("redis://one", Connection, {"host": "one"}),
            ("redis://one:7000/3", Connection, {"host": "one", "port": 7000, "db": 3}),
            (
                "redis://ann:p%40ss@one",
                Connection,
                {"host": "one", "username": "ann", "password": "p@ss"},
            ),
            (
                "rediss://one?ssl_ca_certs=/ca.pem",
                SSLConnection,
                {"host": "one", "ssl_ca_certs": "/ca.pem", "ssl_check_hostname": True},
            ),
            (
                "unix:///a/place with spaces/redis.sock?db=1",
                UnixDomainSocketConnection,
                {"path": "/a/place with spaces/redis.sock", "db": 1},
            ),
        ],
    )
    def test_is_what_the_address_says(
        self, address: str, kind: type, expected: dict[str, object]
    ) -> None:
        client = opened(address)
        assert client.connection_pool.connection_class is kind
        assert options(client) == expected

    def test_timeouts_are_the_callers(self) -> None:
        [client] = open_redis_clients("redis://one", connect_timeout=1, answer_timeout=3)
        given = client.connection_pool.connection_kwargs
        assert (given["socket_connect_timeout"], given["socket_timeout"]) == (1, 3)

    async def test_is_usable_as_it_is(self, redis_server: RedisServer) -> None:
        client = opened(f"unix://{redis_server.socket}")
        assert await client.ping()
        RedisBroker(client)
        await client.aclose()


class TestSentinels:
    def test_hosts_have_the_port_of_sentinels_unless_they_say_another(self) -> None:
        client = opened("redis+sentinel://one,two:5000,[::1]:5001/name")
        assert sentinels(client) == [("one", 26379), ("two", 5000), ("::1", 5001)]

    def test_the_masters_name_database_and_password_are_read(self) -> None:
        client = opened("redis+sentinel://ann:p%40,ss@one,two/name?db=2")
        pool = client.connection_pool
        assert isinstance(pool, SentinelConnectionPool)
        assert pool.service_name == "name"
        assert pool.connection_class is SentinelManagedConnection
        assert options(client) == {"username": "ann", "password": "p@,ss", "db": 2}

    def test_the_sentinels_password_is_their_own(self) -> None:
        client = opened(
            "redis+sentinel://:one@a/name?sentinel_username=bob&sentinel_password=t%26o"
        )
        own = sentinel_of(client).sentinels[0].connection_pool.connection_kwargs
        assert (own["username"], own["password"]) == ("bob", "t&o")
        assert options(client) == {"password": "one"}

    def test_without_one_of_their_own_sentinels_get_no_password(self) -> None:
        client = opened("redis+sentinel://ann:secret@a/name")
        own = sentinel_of(client).sentinels[0].connection_pool.connection_kwargs
        assert own["password"] is None

    def test_tls_is_spoken_to_sentinels_and_to_the_master(self) -> None:
        client = opened("rediss+sentinel://a/name?ssl_ca_certs=/ca.pem")
        assert client.connection_pool.connection_class is SentinelManagedSSLConnection
        assert options(client) == {"ssl_ca_certs": "/ca.pem", "ssl_check_hostname": True}
        own = sentinel_of(client).sentinels[0].connection_pool
        assert own.connection_class is SSLConnection
        assert own.connection_kwargs["ssl_ca_certs"] == "/ca.pem"
        assert own.connection_kwargs["ssl_check_hostname"] is True


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("redis://ann:p%40ss@one:7000", ["one"]),
        ("redis://", ["localhost"]),
        ("unix:///a/redis.sock", []),
        ("redis+sentinel://ann:p%40ss@one:26379,two,[::1]:3/name", ["one", "two", "::1"]),
    ],
)
def test_the_hosts_of_an_address(address: str, hosts: list[str]) -> None:
    assert hosts_of(address) == hosts


@pytest.mark.parametrize(
    ("address", "verified"),
    [
        ("rediss://one", True),
        ("rediss+sentinel://one,two/name", True),
        ("rediss://one?ssl_check_hostname=yes&ssl_cert_reqs=required", True),
        ("rediss://one?ssl_check_hostname=no", False),
        ("rediss://one?ssl_cert_reqs=none", False),
        ("rediss://one?ssl_cert_reqs=optional", False),
        ("redis://one", False),
        ("redis+sentinel://one/name", False),
        ("unix:///a/redis.sock", False),
    ],
)
def test_over_tls_a_server_proves_who_it_is_unless_the_address_says_otherwise(
    address: str, verified: bool
) -> None:
    assert is_verified(address) is verified


async def test_one_that_is_not_to_prove_anything_can_still_be_opened() -> None:
    client = opened("rediss://127.0.0.1:1?ssl_cert_reqs=none")
    with pytest.raises(ConnectionLost):
        await client.ping()


class TestSeveral:
    def test_are_separated_by_spaces_and_keep_their_order(self) -> None:
        clients = open_redis_clients(" redis://one  redis+sentinel://a,b/two\nunix:///a b.sock ")
        kinds = [each.connection_pool.connection_class for each in clients]
        assert kinds == [Connection, SentinelManagedConnection, UnixDomainSocketConnection]


@pytest.mark.parametrize(
    ("address", "what_to_do"),
    [
        ("", "is needed, such as redis://localhost"),
        ("  ", "is needed, such as redis://localhost"),
        ("hunter2", "begins with redis://"),
        ("hunter2:6379", "begins with redis://"),
        ("http://:hunter2@one", "begins with redis://"),
        ("redis://one hunter2://two", "begins with redis://"),
        ("redis://one hunter2:6379", "begins with redis://"),
        ("redis://:hunter2@one,redis://two", "separated by spaces, not by commas"),
        ("redis://one:hunter2", "port"),
        ("redis://:hunter2/x@one", "percent-encoded"),
        ("redis://:hunter2?x@one", "percent-encoded"),
        ("redis://one?db=hunter2", "database"),
        ("redis://one?hunter2=1", "options"),
        ("redis://one?decode_responses=yes", "decode_responses"),
        ("redis+sentinel://:hunter2@one", "ends with the master's name"),
        ("redis+sentinel://:hunter2@one/name/0", "its database in the query"),
        ("redis+sentinel://:hunter2/x@one/name", "ends with the master's name"),
        ("redis+sentinel://one:hunter2/name", "host or host:port"),
        ("redis+sentinel://one,,two/name", "host or host:port"),
        ("redis+sentinel://one/name?hunter2=1", "options"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do_and_without_the_address(
    address: str, what_to_do: str
) -> None:
    with pytest.raises(ValueError, match=what_to_do) as raised:
        open_redis_clients(address)
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_the_forms_are_documented_where_the_owner_looks() -> None:
    operations = Path("docs/operations.md").read_text(encoding="utf-8")
    for form in ("redis://", "rediss://", "unix://", "redis+sentinel://", "rediss+sentinel://"):
        assert form in operations
