"""The channel engine of one node: what an application makes, mounts, runs and publishes with."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from random import Random

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from realtime.backend import Backend
from realtime.broker import Broker, Fence, PublishOutcome, StreamPart
from realtime.clock import Clock, SystemClock
from realtime.connection.machine import Connection
from realtime.control import Control, ControlHandler
from realtime.hub import Hub
from realtime.limits import Limits
from realtime.observer import NullObserver, Observer
from realtime.policy import Authenticator, ChannelPolicy, MessageHandler, RpcHandler
from realtime.protocol.codes import SHUTDOWN, Disconnect
from realtime.protocol.publications import Position, on_one_line
from realtime.registry import Registry
from realtime.session import Node, Session
from realtime.transports.websocket import WebSocketTransport
from realtime.writer import Sink

_WEBSOCKET_PATH = "/connection/websocket"
_DISCONNECT = "realtime.disconnect"


class _DisconnectMessage(msgspec.Struct):
    code: int
    reason: str
    user: str | None
    session: str | None


class _Listener:
    """Sends what arrives from the broker where it belongs."""

    def __init__(self, hub: Hub, control: Control, observer: Observer) -> None:
        self.publication = hub.publication
        self.control = control.receive
        self.failure = observer.failure
        self._hub = hub
        self._observer = observer

    def link_lost(self) -> None:
        self._observer.broker_link(False)

    def link_restored(self) -> None:
        self._observer.broker_link(True)
        self._hub.link_restored()


class Engine:
    """One per process. Mount `routes`, hold `running()` open while the server serves."""

    def __init__(
        self,
        *,
        broker: Broker,
        authenticator: Authenticator,
        policy: ChannelPolicy,
        rpc: Mapping[str, RpcHandler] | None = None,
        message: MessageHandler | None = None,
        limits: Limits | None = None,
        observer: Observer | None = None,
        clock: Clock | None = None,
        allowed_origins: Collection[str] = (),
        version: str = "realtime",
        new_client_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        random: Random | None = None,
    ) -> None:
        """`allowed_origins`: of browsers, `*` for all; none by default. `version`: told to clients.

        Without a `message` handler the command `send` ends a connection with 3508.
        """
        self._limits = limits or Limits()
        self._clock = clock or SystemClock()
        self._random = random or Random()  # noqa: S311 - spreads load, keeps no secret
        self._observer = observer or NullObserver()
        self._broker = broker
        self._policy = policy
        self._version = version
        self._new_client_id = new_client_id
        self._draining = False
        self._registry = Registry(self._limits.connections_per_user)
        self._hub = Hub(broker, self._limits, self._observer, self._random)
        self._control = Control(broker, self._observer)
        self._control.on(_DISCONNECT, self._disconnect_here)
        backend = Backend(
            authenticator=authenticator,
            policy=policy,
            rpc=rpc or {},
            message=message,
            broker=broker,
            hub=self._hub,
            registry=self._registry,
            observer=self._observer,
            clock=self._clock,
        )
        self._node = Node(
            backend, self._hub, self._registry, self._observer, self._clock, self._limits
        )
        self._websocket = WebSocketTransport(
            open_session=self._open_session,
            is_draining=lambda: self._draining,
            limits=self._limits,
            allowed_origins=allowed_origins,
        )

    @property
    def routes(self) -> list[BaseRoute]:
        """Routes for Starlette."""
        return [
            WebSocketRoute(_WEBSOCKET_PATH, self._websocket),
            Route(_WEBSOCKET_PATH, _upgrade_required, methods=["GET"]),
        ]

    @property
    def connections(self) -> int:
        """How many clients are connected to this node."""
        return len(self._registry)

    @property
    def users(self) -> int:
        """How many users are connected to this node."""
        return self._registry.users

    @property
    def channels(self) -> int:
        """How many channels have a subscriber on this node."""
        return self._hub.channels

    @property
    def queued_bytes(self) -> int:
        """Bytes that wait for clients of this node to read."""
        return sum(member.queued_bytes for member in self._registry)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Receive from the broker and look after the channels until left."""
        listener = _Listener(self._hub, self._control, self._observer)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._broker.run(listener)),
                group.create_task(self._hub.run()),
            ]
            try:
                yield
            finally:
                for member in self._registry:
                    member.disconnect(SHUTDOWN)
                for task in tasks:
                    task.cancel()

    async def publish(
        self,
        channel: str,
        data: bytes,
        *,
        sequence: int | None = None,
        fence: Fence | None = None,
    ) -> PublishOutcome:
        """Publish JSON to a channel's subscribers on every node.

        Raises:
            ValueError: `data` is not JSON, or a sequence is given where no stream keeps it.
            BrokerUnavailable: try again; with a sequence that cannot double it.

        """
        options = self._policy.stream(channel)
        if sequence is not None and options.size <= 0:
            raise ValueError(f"channel {channel!r} has no stream to keep a sequence in")
        line = on_one_line(data)
        return await self._broker.publish(channel, line, options, sequence=sequence, fence=fence)

    async def position(self, channel: str) -> Position:
        """Return the position of the channel's stream: where one who knows everything now stands.

        Raises:
            BrokerUnavailable: try again.

        """
        part = await self._broker.read(channel, self._policy.stream(channel), limit=0)
        return part.top

    async def history(
        self,
        channel: str,
        since: Position | None = None,
        limit: int | None = None,
        *,
        reverse: bool = False,
    ) -> StreamPart:
        """Read the channel's stream; see `Broker.read`.

        Raises:
            BrokerUnavailable: try again.

        """
        return await self._broker.read(
            channel, self._policy.stream(channel), since=since, limit=limit, reverse=reverse
        )

    async def disconnect(
        self, code: int, reason: str, *, user: str | None = None, session: str | None = None
    ) -> None:
        """End the connections of a user or a log-in: here at once, then on every other node.

        Raises:
            ValueError: neither is given.
            BrokerUnavailable: the other nodes were not reached; here it has happened.

        """
        if user is None and session is None:
            raise ValueError("whose connections? Give a user or a session")
        message = _DisconnectMessage(code, reason, user, session)
        await self._control.send(_DISCONNECT, msgspec.json.encode(message))

    async def send_control(self, name: str, payload: bytes) -> None:
        """Have the handlers of `name` called: here at once, then on every other node.

        Raises:
            BrokerUnavailable: the other nodes were not reached; here it has happened.

        """
        await self._control.send(name, payload)

    def on_control(self, name: str, handler: ControlHandler) -> None:
        """Have `handler` called with what any node sends under `name`; it must not wait."""
        self._control.on(name, handler)

    async def drain(self, spread: float) -> None:
        """Refuse new connections (503) and tell those there are to move, over `spread` seconds.

        Returns when the last one has been told.
        """
        self._draining = True
        members = list(self._registry)
        self._random.shuffle(members)
        for member in members:
            member.disconnect(SHUTDOWN)
            await asyncio.sleep(spread / len(members))

    def _open_session(self, sink: Sink) -> Session:
        # Pings begin at different moments, so that those who came together do not answer together.
        first_ping = self._limits.ping_interval * self._random.uniform(0.5, 1)
        connection = Connection(
            client=self._new_client_id(),
            version=self._version,
            limits=self._limits,
            now=self._clock.monotonic(),
            first_ping=first_ping,
        )
        session = Session(self._node, sink, connection)
        if self._draining:  # since the handshake was accepted
            session.disconnect(SHUTDOWN)
        return session

    def _disconnect_here(self, payload: bytes) -> None:
        message = msgspec.json.decode(payload, type=_DisconnectMessage)
        disconnect = Disconnect(message.code, message.reason)
        self._registry.disconnect(disconnect, message.user, message.session)


async def _upgrade_required(request: Request) -> Response:
    del request
    return PlainTextResponse("a WebSocket is served here", 426, {"Upgrade": "websocket"})
