"""The channel engine of one node: what an application makes, mounts, runs and publishes with."""

import asyncio
import secrets
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from random import Random

from starlette.routing import BaseRoute

from realtime.arrivals import Arrivals
from realtime.attendance import Attendance
from realtime.backend import Backend
from realtime.broker import Broker, Fence, PublishOutcome, StreamPart
from realtime.clock import Clock, SystemClock
from realtime.connection.machine import Connection
from realtime.connection.state import Origin
from realtime.hub import Hub
from realtime.limits import Limits
from realtime.nodes.control import Control, ControlHandler
from realtime.nodes.figures import Figures, NodeFigures
from realtime.nodes.orders import Orders
from realtime.nodes.selection import Selection
from realtime.nodes.survey import Survey
from realtime.observer import NullObserver, Observer
from realtime.policy import (
    NO_STREAM,
    Authenticator,
    ChannelOptions,
    ChannelPolicy,
    MessageHandler,
    RpcHandler,
)
from realtime.presence import Presence, PresenceStats
from realtime.protocol.codes import SERVER_UNSUBSCRIBE, SHUTDOWN, Disconnect, Unsubscribe
from realtime.protocol.publications import ClientInfo, Position, on_one_line
from realtime.registry import Registry
from realtime.session import Node, Session
from realtime.transports.address_pace import AddressPace
from realtime.transports.doorway import Doorway
from realtime.transports.emulation import Emulation
from realtime.transports.origins import Origins
from realtime.transports.routes import transport_routes
from realtime.transports.streaming import StreamService
from realtime.transports.websocket import WebSocketTransport
from realtime.writer import Sink


class Engine:
    """One per process. Mount `routes`, hold `running()` open while the server serves."""

    def __init__(
        self,
        *,
        broker: Broker,
        authenticator: Authenticator,
        policy: ChannelPolicy,
        presence: Presence | None = None,
        rpc: Mapping[str, RpcHandler] | None = None,
        message: MessageHandler | None = None,
        limits: Limits | None = None,
        observer: Observer | None = None,
        clock: Clock | None = None,
        allowed_origins: Collection[str] = (),
        exempt_addresses: Collection[str] = (),
        http_stream: bool = True,
        server_sent_events: bool = False,
        name: str = "",
        version: str = "realtime",
        new_client_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        random: Random | None = None,
    ) -> None:
        """Join the parts; nothing runs before `running`.

        `allowed_origins`: of browsers, `*` for all; none by default. `version`: told to clients.
        `exempt_addresses` (or networks) may open connections at any rate.

        `presence` None: nobody can ask who is here. Without a `message` handler the command `send`
        ends a connection with 3508. `http_stream` and `server_sent_events` are the fallbacks of the
        browsers' SDK; the second puts tokens into addresses. `name` is for people who read figures.
        """
        self._limits = limits or Limits()
        self._clock = clock or SystemClock()
        self._random = random or Random()  # noqa: S311 # nosec B311 - spreads load, keeps no secret
        self._observer = observer or NullObserver()
        self._broker = broker
        self._policy = policy
        self._presence = presence
        self._version = version
        self._new_client_id = new_client_id
        self._draining = False
        #: This node's name among the others'.
        self.node = str(uuid.uuid4())
        self._registry = Registry(self._limits.connections_per_user)
        self._hub = Hub(broker, self._limits, self._observer, self._random)
        self._attendance = Attendance(broker, presence, self._limits, self._observer)
        self._control = Control(broker, self._observer)
        self._orders = Orders(self._control, self._registry, self._observer)
        self._figures = Figures(
            Survey(self._control, node=self.node, timeout=self._limits.survey_timeout),
            registry=self._registry,
            hub=self._hub,
            node=self.node,
            name=name or self.node[:8],
            version=version,
            clock=self._clock,
        )
        backend = Backend(
            authenticator=authenticator,
            policy=policy,
            rpc=rpc or {},
            message=message,
            broker=broker,
            hub=self._hub,
            presence=presence,
            attendance=self._attendance,
            registry=self._registry,
            observer=self._observer,
            clock=self._clock,
        )
        self._node = Node(
            backend,
            self._attendance,
            self._registry,
            self._observer,
            self._clock,
            self._limits,
        )
        doorway = Doorway(
            origins=Origins(allowed_origins, self._observer),
            is_draining=lambda: self._draining,
            limits=self._limits,
            clock=self._clock,
            observer=self._observer,
            exempt=exempt_addresses,
        )
        self._emulation = Emulation(
            self._control,
            node=self.node,
            origins=doorway.origins,
            pace=AddressPace(
                self._limits.emulation_rate,
                self._limits.emulation_burst,
                clock=self._clock,
                observer=self._observer,
                exempt=exempt_addresses,
            ),
            frame_bytes=self._limits.frame_bytes,
        )
        streams = StreamService(
            lambda sink, address: self._open(sink, address, secrets.token_urlsafe(24)),
            self._emulation.holding,
            doorway,
            self._limits.frame_bytes,
        )
        #: Routes for Starlette.
        self.routes: list[BaseRoute] = transport_routes(
            WebSocketTransport(open_session=self._open, doorway=doorway),
            streams,
            self._emulation,
            http_stream=http_stream,
            server_sent_events=server_sent_events,
        )

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
        listener = Arrivals(self._hub, self._attendance, self._control, self._observer)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._broker.run(listener, self.node)),
                group.create_task(self._hub.run()),
                attending := group.create_task(self._attendance.run()),
            ]
            try:
                yield
            finally:
                for member in self._registry:
                    member.disconnect(SHUTDOWN)
                # Where a task has failed, the others have been cancelled: nobody is left to settle.
                settling = asyncio.create_task(self._attendance.settle())
                await asyncio.wait([settling, attending], return_when=asyncio.FIRST_COMPLETED)
                for task in (settling, *tasks):
                    task.cancel()
                await asyncio.gather(*self._node.endings)

    async def publish(
        self,
        channel: str,
        data: bytes,
        *,
        tags: Mapping[str, str] | None = None,
        keep: bool = True,
        sequence: int | None = None,
        fence: Fence | None = None,
        idempotency_key: str = "",
    ) -> PublishOutcome:
        """Publish JSON to a channel's subscribers on every node; see `Broker.publish`.

        `keep` False: it has no place in the channel's stream, and nobody recovers it.

        Raises:
            ValueError: `data` is not JSON, or a sequence is given where no stream keeps it.
            BrokerUnavailable: try again; with a sequence or a key that cannot double it.

        """
        options = self._policy.stream(channel) if keep else NO_STREAM
        if sequence is not None and options.size <= 0:
            raise ValueError(f"channel {channel!r} has no stream to keep a sequence in")
        return await self._broker.publish(
            channel,
            on_one_line(data),
            options,
            tags=tags,
            sequence=sequence,
            fence=fence,
            idempotency_key=idempotency_key,
        )

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

    async def clear_history(self, channel: str) -> None:
        """Drop what the channel's stream keeps; its position stays.

        Raises:
            BrokerUnavailable: try again.

        """
        await self._broker.clear(channel)

    async def presence(self, channel: str) -> Mapping[str, ClientInfo]:
        """Return who is in the channel, by client id.

        Raises:
            ValueError: this engine was given no presence.
            BrokerUnavailable: try again.

        """
        return await self._present().read(channel)

    async def presence_stats(self, channel: str) -> PresenceStats:
        """Return how many are in the channel. Raises what `presence` raises."""
        return await self._present().stats(channel)

    async def disconnect(
        self, code: int, reason: str, *, user: str | None = None, session: str | None = None
    ) -> None:
        """End the connections of a user or a log-in: here at once, then on every other node.

        Raises:
            ValueError: neither is given.
            BrokerUnavailable: the other nodes were not reached; here it has happened.

        """
        await self.disconnect_selected(Selection(user, session), Disconnect(code, reason))

    def disconnect_here(
        self, code: int, reason: str, *, user: str | None = None, session: str | None = None
    ) -> None:
        """As `disconnect`, on this node alone: for what every node finds out by itself."""
        self._registry.disconnect(Selection(user, session), Disconnect(code, reason))

    async def disconnect_selected(self, selection: Selection, disconnect: Disconnect) -> None:
        """End the connections that are meant, on every node. Raises what `disconnect` raises."""
        await self._orders.disconnect(selection, disconnect)

    async def subscribe(
        self,
        selection: Selection,
        channel: str,
        options: ChannelOptions,
        *,
        since: Position | None = None,
    ) -> None:
        """Subscribe connections on every node to a channel, from the server's side.

        One whose channel cannot be joined at that moment is not subscribed; `Observer.command` is
        told so as `server_subscribe` with the error.

        Raises:
            BrokerUnavailable: the other nodes were not reached; here it has happened.

        """
        await self._orders.subscribe(selection, channel, options, since)

    async def unsubscribe(
        self, selection: Selection, channel: str, unsubscribe: Unsubscribe = SERVER_UNSUBSCRIBE
    ) -> None:
        """End subscriptions on every node. Raises what `subscribe` raises."""
        await self._orders.unsubscribe(selection, channel, unsubscribe)

    async def refresh(self, selection: Selection, expires_at: float | None) -> None:
        """Give connections on every node another end, in Unix seconds; a past one ends them.

        Raises what `subscribe` raises.
        """
        await self._orders.refresh(selection, expires_at)

    async def nodes(self) -> list[NodeFigures]:
        """Return the figures of every node that answers. Raises BrokerUnavailable."""
        return await self._figures.nodes()

    async def channel_counts(self, pattern: str = "") -> dict[str, int]:
        """Return the channels of all nodes and how many connections each has.

        `pattern` as in a shell (`room:*`); empty for all. Raises BrokerUnavailable.
        """
        return await self._figures.channels(pattern)

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

    def _present(self) -> Presence:
        if self._presence is None:
            raise ValueError("this engine was given no presence")
        return self._presence

    def _open(self, sink: Sink, address: str, stream: str = "") -> Session:
        # Pings begin at different moments, so that those who came together do not answer together.
        first_ping = self._limits.ping_interval * self._random.uniform(0.5, 1)
        connection = Connection(
            client=self._new_client_id(),
            origin=Origin(self._version, stream, self.node if stream else "", address),
            limits=self._limits,
            now=self._clock.monotonic(),
            first_ping=first_ping,
        )
        session = Session(self._node, sink, connection)
        if self._draining:  # since the handshake was accepted
            session.disconnect(SHUTDOWN)
        return session
