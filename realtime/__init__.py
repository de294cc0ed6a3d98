"""A channel engine: Centrifuge clients connect, subscribe, recover and call; usable alone.

    import uvicorn
    from starlette.applications import Starlette
    import realtime

    class Anyone:
        async def authenticate(self, token: str) -> realtime.Identity:
            return realtime.Identity(user=token or "guest")

    class Rooms:
        kept = realtime.StreamOptions(size=100, ttl=300, meta_ttl=86_400)

        async def subscribe(self, identity, channel, token):
            always = realtime.When.ALWAYS
            return realtime.ChannelOptions(stream=self.kept, recover=always, publish=True)

        async def outside(self, identity, channel):
            return realtime.ChannelOptions()

        def server_side(self, identity):
            return {}

        def stream(self, channel):
            return self.kept

    async def echo(identity: realtime.Identity, data: bytes) -> bytes:
        return data

    engine = realtime.Engine(
        broker=realtime.MemoryBroker(), authenticator=Anyone(), policy=Rooms(), rpc={"echo": echo}
    )
    app = Starlette(routes=engine.routes, lifespan=lambda app: engine.running())
    uvicorn.run(app, ws="websockets-sansio", ws_per_message_deflate=False)

With several processes give each a `RedisBroker` instead. The wire is the Centrifuge client
protocol in JSON (https://centrifugal.dev/docs/transports/client_protocol), so its SDKs for
browsers, Python, Dart, Swift, Java and Go are the clients.
"""

from realtime.broker import (
    Broker,
    BrokerListener,
    Codec,
    Duplicate,
    Fence,
    Fenced,
    Gap,
    PlainCodec,
    Published,
    PublishOutcome,
    StreamPart,
)
from realtime.clock import Clock, SystemClock
from realtime.engine import Engine
from realtime.errors import (
    BrokerUnavailable,
    ClientDisconnect,
    ClientError,
    TokenExpired,
    TokenInvalid,
)
from realtime.limits import Limits
from realtime.memory.broker import MemoryBroker
from realtime.memory.presence import MemoryPresence
from realtime.nodes.figures import NodeFigures
from realtime.nodes.selection import Selection
from realtime.observer import Caller, NullObserver, Observer
from realtime.policy import (
    NO_STREAM,
    Authenticator,
    ChannelOptions,
    ChannelPolicy,
    Identity,
    MessageHandler,
    RpcHandler,
    StreamOptions,
    When,
)
from realtime.presence import Presence, PresenceStats
from realtime.protocol.codes import Disconnect, Unsubscribe
from realtime.protocol.publications import ClientInfo, Position, Publication
from realtime.redis.addresses import open_redis_clients
from realtime.redis.broker import RedisBroker
from realtime.redis.presence import RedisPresence
from realtime.redis.shards import RedisShards

__all__ = [
    "NO_STREAM",
    "Authenticator",
    "Broker",
    "BrokerListener",
    "BrokerUnavailable",
    "Caller",
    "ChannelOptions",
    "ChannelPolicy",
    "ClientDisconnect",
    "ClientError",
    "ClientInfo",
    "Clock",
    "Codec",
    "Disconnect",
    "Duplicate",
    "Engine",
    "Fence",
    "Fenced",
    "Gap",
    "Identity",
    "Limits",
    "MemoryBroker",
    "MemoryPresence",
    "MessageHandler",
    "NodeFigures",
    "NullObserver",
    "Observer",
    "PlainCodec",
    "Position",
    "Presence",
    "PresenceStats",
    "Publication",
    "PublishOutcome",
    "Published",
    "RedisBroker",
    "RedisPresence",
    "RedisShards",
    "RpcHandler",
    "Selection",
    "StreamOptions",
    "StreamPart",
    "SystemClock",
    "TokenExpired",
    "TokenInvalid",
    "Unsubscribe",
    "When",
    "open_redis_clients",
]
