"""A Redis of the tests' own, nodes behind a real uvicorn, and clients that remember."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import centrifuge
import msgspec
import pytest
import uvicorn
from redis import Redis as SyncRedis
from redis.asyncio import Redis
from starlette.applications import Starlette

import realtime
from realtime.transports.uvicorn_protocol import UvicornProtocol
from tests.realtime.redis_server import RedisServer


@pytest.fixture(scope="session")
def shared_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_server(shared_redis: RedisServer) -> RedisServer:
    with SyncRedis(unix_socket_path=str(shared_redis.socket)) as client:
        client.flushall()
    return shared_redis


@pytest.fixture
async def redis(redis_server: RedisServer) -> AsyncIterator[Redis]:
    client = redis_server.client()
    yield client
    await client.aclose()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """One that a test may kill."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


class HandMovedClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def wall(self) -> float:
        return 1_800_000_000.0 + self.now

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock() -> HandMovedClock:
    return HandMovedClock()


class Tokens:
    """A token is `user`, `user/session`, `user/session/expiry`, or one of the bad ones."""

    async def authenticate(self, token: str) -> realtime.Identity:
        if token == "invalid":
            raise realtime.TokenInvalid
        if token == "expired":
            raise realtime.TokenExpired
        user, session, expiry, *_ = [*token.split("/"), "", "", ""]
        return realtime.Identity(
            user,
            session,
            float(expiry) if expiry else None,
            msgspec.Raw(b'{"name":"%s"}' % user.encode()),
            principal=("principal of", user),
        )


LOBBY = realtime.ChannelOptions(
    presence=True,
    listed=True,
    announced=True,
    join_leave=realtime.When.ALWAYS,
    info=msgspec.Raw(b'{"seat":1}'),
)


class Rules:
    """`room:` is kept and recovered, `chat:` may also be published to, `live:` is not kept.

    In a `lobby:` one sees who is there, comes and goes; `notes:` come as deltas, `news:` by tags.
    """

    kept = realtime.StreamOptions(size=100, ttl=60, meta_ttl=600)

    async def subscribe(
        self, identity: realtime.Identity, channel: str, token: str
    ) -> realtime.ChannelOptions:
        if token == "expired":
            raise realtime.TokenExpired
        if token == "invalid":
            raise realtime.TokenInvalid
        kind = channel.partition(":")[0]
        if kind == "room":
            return realtime.ChannelOptions(stream=self.kept, recover=realtime.When.ALWAYS)
        if kind == "chat":
            return realtime.ChannelOptions(
                stream=self.kept, recover=realtime.When.ALWAYS, publish=True, history=True
            )
        if kind == "live":
            return realtime.ChannelOptions()
        if kind == "lobby":
            return LOBBY
        if kind == "notes":
            return realtime.ChannelOptions(
                stream=self.kept, recover=realtime.When.ALWAYS, delta=True
            )
        if kind == "news":
            return realtime.ChannelOptions(tags_filter=True)
        raise realtime.ClientError(103, "permission denied")

    async def outside(self, identity: realtime.Identity, channel: str) -> realtime.ChannelOptions:
        return realtime.ChannelOptions()

    def server_side(self, identity: realtime.Identity) -> Mapping[str, realtime.ChannelOptions]:
        personal = realtime.ChannelOptions(stream=self.kept, recover=realtime.When.ALWAYS)
        return {f"#{identity.user}": personal} if identity.user else {}

    def stream(self, channel: str) -> realtime.StreamOptions:
        unkept = channel.startswith(("live:", "lobby:", "news:"))
        return realtime.NO_STREAM if unkept else self.kept


class Notes(realtime.NullObserver):
    """Remembers what the engine told its observer."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, Exception]] = []
        self.closed: asyncio.Queue[int] = asyncio.Queue()
        self.commands: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self.callers: list[tuple[str, str, str]] = []
        self.turned: list[tuple[str, str]] = []
        self.recoveries: list[tuple[bool, int]] = []
        self.slow: list[int] = []
        self.up = asyncio.Event()
        self.down = asyncio.Event()

    def failure(self, where: str, error: Exception) -> None:
        self.failures.append((where, error))

    def connection_closed(self, code: int, caller: realtime.Caller) -> None:
        self.closed.put_nowait(code)

    def turned_away(self, reason: str, address: str) -> None:
        self.turned.append((reason, address))

    def command(self, name: str, seconds: float, error: int, caller: realtime.Caller) -> None:
        assert seconds >= 0
        self.callers.append((caller.client, caller.user, caller.address))
        self.commands.put_nowait((name, error))

    def recovery(self, recovered: bool, publications: int) -> None:
        self.recoveries.append((recovered, publications))

    def slow_disconnect(self, queued_bytes: int, caller: realtime.Caller) -> None:
        self.slow.append(queued_bytes)

    def broker_link(self, up: bool) -> None:
        (self.up if up else self.down).set()
        (self.down if up else self.up).clear()


class Server(uvicorn.Server):
    """Leaves signals alone, says when it listens, and stops at once."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.stop = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        await self.stop.wait()


class Node:
    """An engine behind a real uvicorn on loopback."""

    def __init__(self, engine: realtime.Engine, notes: Notes, port: int) -> None:
        self.engine = engine
        self.notes = notes
        self.url = f"ws://127.0.0.1:{port}/connection/websocket"
        self.http = f"http://127.0.0.1:{port}"

    @classmethod
    @asynccontextmanager
    async def serve(
        cls,
        broker: realtime.Broker | None = None,
        *,
        ws: Any = UvicornProtocol,
        limits: realtime.Limits | None = None,
        policy: realtime.ChannelPolicy | None = None,
        authenticator: realtime.Authenticator | None = None,
        **options: Any,
    ) -> AsyncIterator["Node"]:
        """A node until the end of the block; with a memory broker unless another is given."""
        notes = Notes()
        engine = realtime.Engine(
            broker=broker or realtime.MemoryBroker(),
            authenticator=authenticator or Tokens(),
            policy=policy or Rules(),
            limits=limits or realtime.Limits(resubscribe_spread=0.01),
            observer=notes,
            **options,
        )
        app = Starlette(routes=engine.routes, lifespan=lambda _: engine.running())
        listener = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            app, ws=ws, ws_per_message_deflate=False, ws_ping_interval=None, log_config=None
        )
        server = Server(config)
        serving = asyncio.create_task(server.serve([listener]))
        async with asyncio.timeout(5):
            await server.listening.wait()
            await notes.up.wait()
        try:
            yield cls(engine, notes, listener.getsockname()[1])
        finally:
            server.stop.set()
            async with asyncio.timeout(10):
                await serving


class Client(centrifuge.ClientEventHandler):
    """The SDK's client, with what happened to it in queues."""

    def __init__(self, url: str, token: str = "", **options: Any) -> None:
        self.client = centrifuge.Client(
            url, events=self, token=token, min_reconnect_delay=0.01, **options
        )
        self.connected: asyncio.Queue[Any] = asyncio.Queue()
        self.connecting: asyncio.Queue[Any] = asyncio.Queue()
        self.disconnected: asyncio.Queue[Any] = asyncio.Queue()
        self.server_side: asyncio.Queue[Any] = asyncio.Queue()
        self.server_side_ended: asyncio.Queue[Any] = asyncio.Queue()
        self.personal: asyncio.Queue[Any] = asyncio.Queue()

    async def connect(self) -> "Client":
        await self.client.connect()
        await self.client.ready()
        return self

    def subscription(self, channel: str, **options: Any) -> "Subscription":
        return Subscription(self.client, channel, **options)

    async def subscribe(self, channel: str) -> "Subscription":
        subscription = self.subscription(channel)
        await subscription.sdk.subscribe()
        await subscription.sdk.ready()
        return subscription

    def drop(self) -> None:
        """Cut the socket, as a network does."""
        assert self.client._conn is not None
        self.client._conn.transport.abort()

    async def on_connected(self, ctx: Any) -> None:
        self.connected.put_nowait(ctx)

    async def on_connecting(self, ctx: Any) -> None:
        self.connecting.put_nowait(ctx)

    async def on_disconnected(self, ctx: Any) -> None:
        self.disconnected.put_nowait(ctx)

    async def on_subscribed(self, ctx: Any) -> None:
        self.server_side.put_nowait(ctx)

    async def on_unsubscribed(self, ctx: Any) -> None:
        self.server_side_ended.put_nowait(ctx)

    async def on_publication(self, ctx: Any) -> None:
        self.personal.put_nowait(ctx.pub)


class Subscription(centrifuge.SubscriptionEventHandler):
    """The SDK's subscription, with what happened to it in queues."""

    def __init__(self, client: Any, channel: str, **options: Any) -> None:
        self.sdk = client.new_subscription(
            channel, events=self, min_resubscribe_delay=0.01, **options
        )
        self.publications: asyncio.Queue[Any] = asyncio.Queue()
        self.joins: asyncio.Queue[Any] = asyncio.Queue()
        self.leaves: asyncio.Queue[Any] = asyncio.Queue()
        self.subscribed: asyncio.Queue[Any] = asyncio.Queue()
        self.subscribing: asyncio.Queue[Any] = asyncio.Queue()
        self.unsubscribed: asyncio.Queue[Any] = asyncio.Queue()
        self.errors: asyncio.Queue[Any] = asyncio.Queue()

    async def on_publication(self, ctx: Any) -> None:
        self.publications.put_nowait(ctx.pub)

    async def on_join(self, ctx: Any) -> None:
        self.joins.put_nowait(ctx.info)

    async def on_leave(self, ctx: Any) -> None:
        self.leaves.put_nowait(ctx.info)

    async def on_subscribed(self, ctx: Any) -> None:
        self.subscribed.put_nowait(ctx)

    async def on_subscribing(self, ctx: Any) -> None:
        self.subscribing.put_nowait(ctx)

    async def on_unsubscribed(self, ctx: Any) -> None:
        self.unsubscribed.put_nowait(ctx)

    async def on_error(self, ctx: Any) -> None:
        self.errors.put_nowait(ctx)

    async def data(self, count: int) -> list[Any]:
        """The data of the next publications."""
        return [(await soon(self.publications)).data for _ in range(count)]


async def soon(queue: asyncio.Queue[Any]) -> Any:
    """The next thing of a queue, which must come within five seconds."""
    async with asyncio.timeout(5):
        return await queue.get()


class Clients:
    """Makes clients, and disconnects them after the test."""

    def __init__(self) -> None:
        self._made: list[Client] = []

    def make(self, node: Node, token: str = "ann", **options: Any) -> Client:
        client = Client(node.url, token, **options)
        self._made.append(client)
        return client

    async def connect(self, node: Node, token: str = "ann", **options: Any) -> Client:
        return await self.make(node, token, **options).connect()

    async def disconnect(self) -> None:
        for client in self._made:
            await client.client.disconnect()


@pytest.fixture
async def clients() -> AsyncIterator[Clients]:
    clients = Clients()
    yield clients
    await clients.disconnect()


@pytest.fixture
async def node() -> AsyncIterator[Node]:
    async with Node.serve() as node:
        yield node


@pytest.fixture
def serve() -> Any:
    """`Node.serve`, for tests that need nodes of their own."""
    return Node.serve
