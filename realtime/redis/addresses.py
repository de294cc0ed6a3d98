"""Addresses of Redis as one text: one server, the master that Sentinels name, several as shards.

- `redis://[user:password@]host[:port][/database]`: one server; `rediss://` over TLS;
- `unix://[user:password@]/path[?db=0]`: one server on a unix socket;
- `redis+sentinel://[user:password@]host[:port],host[:port],.../master-name[?db=0]`: the master
  that Sentinels name; `rediss+sentinel://` speaks TLS to them and to it;
- several of these, separated by spaces: shards, in this order.

User and password are those of Redis; where the Sentinels have their own they are
`sentinel_username` and `sentinel_password` of the query. Whatever else is in a query is an option
of redis-py's connection, such as `ssl_ca_certs`. Special characters are percent-encoded. Over TLS
the certificate must hold and be of the host that is asked, unless the query says otherwise.
"""

import asyncio
import re
from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from redis.asyncio import Redis
from redis.asyncio.connection import ConnectionPool, SSLConnection, parse_url
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as ConnectionLost

_PLAIN = ("redis", "rediss", "unix")
_SENTINEL = ("redis+sentinel", "rediss+sentinel")
_SENTINEL_PORT = 26379

#: Seconds for a Sentinel to connect and to answer; the next is asked then.
_SENTINEL_SECONDS = 0.5


def open_redis_clients(
    text: str, *, connect_timeout: float = 2.0, answer_timeout: float = 5.0
) -> list[Redis]:
    """Return a client for each address of `text`, in their order; see this module for the forms.

    They connect when first used and again after every loss, and do not decode responses. The
    timeouts are in seconds.

    Raises:
        ValueError: what is wrong and what to do, without what the address says.

    """
    options = {
        "socket_connect_timeout": connect_timeout,
        "socket_timeout": answer_timeout,
        # redis-py's own health check calls itself without end at a server that accepts and closes,
        # as a load balancer with nothing behind it does.
        "health_check_interval": 0,
        # A connection from before Redis restarted is found broken only when it is used.
        "retry": Retry(ExponentialBackoff(cap=0.5, base=0.02), retries=2),
        "retry_on_error": [ConnectionLost],
    }
    if not text.strip():
        raise ValueError("an address of Redis is needed, such as redis://localhost:6379")
    return [Redis.from_pool(pool) for pool in [_pool(each, options) for each in separate(text)]]


def separate(text: str) -> list[str]:
    """Return the addresses of `text`, which are separated by spaces."""
    # The path of a unix socket may have spaces too.
    return re.split(r"\s+(?=\S+://)", text.strip())


def hosts_of(address: str) -> list[str]:
    """Return the hosts of one address: a server's or its Sentinels'; none of a unix socket."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        return []
    if parts.scheme in _SENTINEL:
        hosts = parts.netloc.rpartition("@")[2]
        return [_host_and_port(each)[0] for each in hosts.split(",")]
    return [parts.hostname or "localhost"]


def is_verified(address: str) -> bool:
    """Whether the server at one address proves who it is before anything is said to it."""
    pool = _pool(address, {})
    options = pool.connection_kwargs
    return (
        issubclass(pool.connection_class, SSLConnection)
        and bool(options["ssl_check_hostname"])
        and options.get("ssl_cert_reqs", "required") == "required"
    )


def _pool(address: str, options: dict[str, Any]) -> ConnectionPool:
    scheme, separator, rest = address.partition("://")
    is_known = scheme in {*_PLAIN, *_SENTINEL} and separator
    if not is_known or (scheme != "unix" and re.search(r"\s", rest)):
        raise ValueError(
            "each address of Redis begins with redis://, rediss://, unix://, redis+sentinel:// or "
            "rediss+sentinel://; several are separated by spaces"
        )
    if any(f",{each}://" in address for each in (*_PLAIN, *_SENTINEL)):
        raise ValueError("several addresses of Redis are separated by spaces, not by commas")
    if scheme in _SENTINEL:
        return _sentinel_pool(urlsplit(address), options)
    return ConnectionPool(**{**options, **_options_of(address)})


def _sentinel_pool(parts: SplitResult, options: dict[str, Any]) -> "_MasterPool":
    credentials, _, hosts = parts.netloc.rpartition("@")
    master = unquote(parts.path.removeprefix("/"))
    if not master or "/" in master:
        raise ValueError(
            "an address of Sentinels ends with the master's name, and its database in the query: "
            "redis+sentinel://host:26379,host:26379/master-name?db=0"
        )
    query = dict(parse_qsl(parts.query))
    own = {
        name: query.pop(f"sentinel_{name}")
        for name in ("username", "password")
        if f"sentinel_{name}" in query
    }
    # redis-py reads everything but the hosts, as in an address of one server.
    scheme = parts.scheme.removesuffix("+sentinel")
    of_master = _options_of(f"{scheme}://{credentials}@sentinel?{urlencode(query)}")
    of_master.pop("host")
    is_encrypted = of_master.pop("connection_class", None) is not None
    tls = {name: value for name, value in of_master.items() if name.startswith("ssl_")}
    sentinel = Sentinel(  # type: ignore[no-untyped-call]
        [_host_and_port(each) for each in hosts.split(",")],
        sentinel_kwargs={
            "socket_connect_timeout": _SENTINEL_SECONDS,
            "socket_timeout": _SENTINEL_SECONDS,
            "ssl": is_encrypted,
            **tls,
            **own,
        },
    )
    return _MasterPool(  # type: ignore[no-untyped-call]
        master, sentinel, ssl=is_encrypted, **{**options, **of_master}
    )


class _MasterPool(SentinelConnectionPool):
    """Connections to the master that Sentinels name; those to the Sentinels end with them."""

    async def disconnect(self, inuse_connections: bool = True) -> None:
        await super().disconnect(inuse_connections)
        if inuse_connections:
            sentinels = cast("Sequence[Redis]", self.sentinel_manager.sentinels)
            await asyncio.gather(*(each.connection_pool.disconnect() for each in sentinels))


def _options_of(address: str) -> dict[str, Any]:
    """Return what redis-py reads in an address of one server."""
    try:
        options = cast("dict[str, Any]", parse_url(address))
        if options.get("connection_class") is SSLConnection:
            # redis-py would take any certificate of a known authority, whoever's it is.
            checks = options.get("ssl_cert_reqs", "required") != "none"
            options.setdefault("ssl_check_hostname", checks)
        # Only a connection says which options it does not know.
        connection = {name: value for name, value in options.items() if name != "max_connections"}
        ConnectionPool(**connection).make_connection()  # type: ignore[no-untyped-call]
    except (ValueError, TypeError):
        # An unescaped password is taken for a port, and the error would show it.
        raise ValueError(
            "an address of Redis cannot be read: look at its port, its database and its options; "
            "what is special in its password is percent-encoded"
        ) from None
    if options.get("decode_responses"):
        raise ValueError("decode_responses may not be in an address of Redis")
    return options


def _host_and_port(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    try:
        port = parts.port or _SENTINEL_PORT
    except ValueError:
        port = 0
    if not parts.hostname or not port:
        raise ValueError(
            "each Sentinel is host or host:port, such as redis+sentinel://one:26379,two:26379/name"
        )
    return parts.hostname, port
