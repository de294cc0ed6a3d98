"""An engine and its HTTP application, put together from a configuration."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from realtime import server_api
from realtime.broker import Broker
from realtime.clock import SystemClock
from realtime.engine import Engine
from realtime.memory.broker import MemoryBroker
from realtime.memory.presence import MemoryPresence
from realtime.presence import Presence
from realtime.redis.addresses import open_redis_clients
from realtime.redis.broker import RedisBroker
from realtime.redis.presence import RedisPresence
from realtime.redis.shards import RedisShards
from realtime.standalone.authentication import TokenAuthenticator
from realtime.standalone.configuration import Broker as BrokerConfiguration
from realtime.standalone.configuration import Configuration
from realtime.standalone.configuration import Tokens as TokensConfiguration
from realtime.standalone.key_ring import KeyRing, reader_of
from realtime.standalone.namespaces import Namespaces
from realtime.standalone.observing import LoggingObserver
from realtime.standalone.reading import ConfigurationError
from realtime.standalone.token_keys import hmac_key, public_key
from realtime.standalone.tokens import TokenReader


@dataclass(slots=True)
class Node:
    """What is served; `draining` is told by /health."""

    engine: Engine
    app: Starlette
    observer: LoggingObserver
    draining: bool = False


@asynccontextmanager
async def open_node(configuration: Configuration) -> AsyncIterator[Node]:
    """Make the node; what it opened to Redis is closed at the end.

    Raises:
        ConfigurationError: a key or an address cannot be used.

    """
    async with AsyncExitStack() as stack:
        broker, presence = await _broker(configuration.broker, stack)
        tokens = _tokens(configuration.tokens)
        namespaces = Namespaces(configuration, tokens)
        observer = LoggingObserver()
        engine = Engine(
            broker=broker,
            presence=presence,
            authenticator=TokenAuthenticator(configuration, tokens, namespaces),
            policy=namespaces,
            limits=configuration.limits,
            observer=observer,
            allowed_origins=configuration.allowed_origins,
            exempt_addresses=configuration.exempt_addresses,
            http_stream=configuration.transports.http_stream,
            server_sent_events=configuration.transports.sse,
            name=configuration.name,
        )
        node = Node(engine, Starlette(), observer)

        async def health(request: Request) -> JSONResponse:
            del request
            if node.draining:
                return JSONResponse({"status": "draining"}, 503)
            return JSONResponse({"status": "ok"})

        node.app.routes.extend([*engine.routes, Route("/health", health)])
        if configuration.server_api.key:
            node.app.routes.extend(
                server_api.routes(engine, namespaces.from_server, key=configuration.server_api.key)
            )
        yield node


def check(configuration: Configuration) -> None:
    """Try what only opening finds out: keys and addresses. Raises ConfigurationError."""
    _tokens(configuration.tokens)
    if configuration.broker.type == "redis":
        _clients(configuration.broker)


async def _broker(
    configuration: BrokerConfiguration, stack: AsyncExitStack
) -> tuple[Broker, Presence]:
    if configuration.type == "memory":
        return MemoryBroker(), MemoryPresence()
    clients = _clients(configuration)
    for client in clients:
        stack.push_async_callback(client.aclose)
    shards = RedisShards(clients)
    prefix = configuration.prefix
    return RedisBroker(shards, prefix=prefix), RedisPresence(shards, prefix=prefix)


def _clients(configuration: BrokerConfiguration) -> list[Redis]:
    try:
        return open_redis_clients(configuration.redis)
    except ValueError as error:
        raise ConfigurationError(f"broker.redis: {error}") from error


def _tokens(configuration: TokensConfiguration) -> TokenReader:
    fixed = []
    try:
        if configuration.hmac_secret:
            fixed.append(hmac_key(configuration.hmac_secret))
    except ValueError as error:
        raise ConfigurationError(f"tokens.hmac_secret: {error}") from error
    try:
        if configuration.public_key:
            fixed.append(public_key(configuration.public_key))
    except ValueError as error:
        raise ConfigurationError(f"tokens.public_key: {error}") from error
    try:
        read_set = reader_of(configuration.jwks) if configuration.jwks else None
    except ValueError as error:
        raise ConfigurationError(f"tokens.jwks: {error}") from error
    clock = SystemClock()
    return TokenReader(
        KeyRing(fixed, read_set, clock),
        clock,
        audience=configuration.audience,
        issuer=configuration.issuer,
    )
