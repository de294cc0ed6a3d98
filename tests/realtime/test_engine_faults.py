"""The engine through breaks: recovery, two nodes, draining, and a Redis that goes away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import centrifuge
import pytest

import realtime
from realtime.broker import BrokerListener
from realtime.protocol.codes import Disconnect
from tests.realtime.conftest import Rules, Tokens

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.realtime.conftest import Clients, Node
    from tests.realtime.redis_server import RedisServer

Serve = Callable[..., AbstractAsyncContextManager["Node"]]


async def soon(queue: asyncio.Queue[Any]) -> Any:
    async with asyncio.timeout(5):
        return await queue.get()


class TestRecovery:
    async def test_a_dropped_socket_loses_nothing_and_doubles_nothing(
        self, node: Node, clients: Clients
    ) -> None:
        client = await clients.connect(node)
        room = await client.subscribe("room:1")
        for number in range(60):
            if number % 20 == 10:
                client.drop()
            await node.engine.publish("room:1", b"%d" % number)
            if number % 20 == 15:
                await soon(room.subscribed)
        assert await room.data(60) == list(range(60))
        assert all(recovered for recovered, _ in node.notes.recoveries)

    async def test_what_the_stream_no_longer_holds_is_said(
        self, node: Node, clients: Clients
    ) -> None:
        client = await clients.connect(node)
        room = await client.subscribe("room:1")
        await soon(room.subscribed)
        await node.engine.publish("room:1", b"0")
        assert await room.data(1) == [0]
        client.drop()
        for number in range(1, 150):
            await node.engine.publish("room:1", b"%d" % number)
        again = await soon(room.subscribed)
        assert (again.was_recovering, again.recovered) == (True, False)
        await node.engine.publish("room:1", b"150")
        assert await room.data(1) == [150]

    async def test_a_client_that_loads_its_state_is_asked_to_load_again(
        self, node: Node, clients: Clients
    ) -> None:
        loads: list[int] = []

        async def get_state(channel: str) -> centrifuge.StreamPosition:
            position = await node.engine.position(channel)
            loads.append(position.offset)
            return centrifuge.StreamPosition(position.offset, position.epoch)

        client = await clients.connect(node)
        room = client.subscription("room:1", get_state=get_state)
        await room.sdk.subscribe()
        await soon(room.subscribed)
        client.drop()
        for number in range(150):
            await node.engine.publish("room:1", b"%d" % number)
        assert (await soon(room.subscribed)).recovered
        assert loads == [0, 150]


class TestTwoNodes:
    @pytest.fixture
    async def nodes(self, serve: Serve, redis: Redis) -> AsyncIterator[tuple[Node, Node]]:
        async with (
            serve(realtime.RedisBroker(redis)) as one,
            serve(realtime.RedisBroker(redis)) as two,
        ):
            yield one, two

    async def test_what_one_publishes_clients_of_both_hear(
        self, nodes: tuple[Node, Node], clients: Clients
    ) -> None:
        rooms = [await (await clients.connect(node)).subscribe("room:1") for node in nodes]
        for number in range(10):
            await nodes[number % 2].engine.publish("room:1", b"%d" % number)
        for room in rooms:
            assert await room.data(10) == list(range(10))

    async def test_a_client_recovers_on_the_other(
        self, nodes: tuple[Node, Node], clients: Clients
    ) -> None:
        one, two = nodes
        client = await clients.connect(one)
        room = await client.subscribe("room:1")
        await one.engine.publish("room:1", b"0")
        assert await room.data(1) == [0]
        client.client._address = two.url
        client.drop()
        for number in range(1, 5):
            await one.engine.publish("room:1", b"%d" % number)
        assert await room.data(4) == [1, 2, 3, 4]
        assert two.notes.recoveries[-1][0]

    async def test_a_user_is_sent_away_from_both(
        self, nodes: tuple[Node, Node], clients: Clients
    ) -> None:
        anns = [await clients.connect(node, "ann") for node in nodes]
        bob = await clients.connect(nodes[1], "bob")
        await nodes[0].engine.disconnect(4502, "suspended", user="ann")
        for ann in anns:
            context = await soon(ann.disconnected)
            assert (context.code, context.reason) == (4502, "suspended")
        assert bob.disconnected.empty()

    async def test_one_session_is_ended_and_the_users_others_are_not(
        self, nodes: tuple[Node, Node], clients: Clients
    ) -> None:
        phone = await clients.connect(nodes[1], "ann/phone")
        laptop = await clients.connect(nodes[1], "ann/laptop")
        await nodes[0].engine.disconnect(4501, "session ended", session="phone")
        assert (await soon(phone.disconnected)).code == 4501
        assert laptop.disconnected.empty()

    async def test_control_messages_reach_all_nodes_once(self, nodes: tuple[Node, Node]) -> None:
        heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        one, two = nodes
        one.engine.on_control("turn.stop", lambda payload: heard.put_nowait(("one", payload)))
        two.engine.on_control("turn.stop", lambda payload: heard.put_nowait(("two", payload)))
        await one.engine.send_control("turn.stop", b"1")
        await one.engine.send_control("other", b"2")
        await two.engine.send_control("turn.stop", b"3")
        got = sorted([await soon(heard) for _ in range(4)])
        assert got == [("one", b"1"), ("one", b"3"), ("two", b"1"), ("two", b"3")]

    async def test_somebody_must_be_named_to_be_sent_away(self, node: Node) -> None:
        with pytest.raises(ValueError, match="whose"):
            await node.engine.disconnect(4502, "suspended")


class TestDraining:
    async def test_clients_are_told_to_move_and_new_ones_refused(
        self, node: Node, clients: Clients
    ) -> None:
        members = [await clients.connect(node) for _ in range(3)]
        for member in members:
            await soon(member.connecting)  # their own call
        await node.engine.drain(0.03)
        for member in members:
            assert (await soon(member.connecting)).code == 3001
            assert await soon(node.notes.closed) == 3001
        late = clients.make(node)
        await late.client.connect()
        assert node.engine.connections == 0

    async def test_nobody_there_is_no_trouble(self, node: Node) -> None:
        await node.engine.drain(5)


class TestWithoutRedis:
    async def test_everything_recovers_when_it_returns(
        self, serve: Serve, own_redis: RedisServer, clients: Clients
    ) -> None:
        redis = own_redis.client()
        async with serve(realtime.RedisBroker(redis, timeout=0.2)) as node:
            client = await clients.connect(node, "")
            room = await client.subscribe("room:1")
            await soon(room.subscribed)
            await node.engine.publish("room:1", b"1")
            assert await room.data(1) == [1]
            own_redis.stop()
            async with asyncio.timeout(5):
                await node.notes.down.wait()

            with pytest.raises(realtime.BrokerUnavailable):
                await node.engine.publish("room:1", b"2")
            other = client.subscription("room:2")
            await other.sdk.subscribe()
            error = (await soon(other.errors)).error
            assert (error.code, error.temporary) == (100, True)
            assert client.disconnected.empty()

            own_redis.start()
            # The Redis that came back is empty: the client is told that its position is gone.
            assert (await soon(room.subscribing)).code in {0, 2500}
            again = await soon(room.subscribed)
            assert (again.was_recovering, again.recovered) == (True, False)
            await soon(other.subscribed)
            await node.engine.publish("room:1", b"3")
            assert await room.data(1) == [3]
            assert node.notes.failures == []
        await redis.aclose()

    async def test_a_server_side_subscription_whose_stream_is_gone_reconnects(
        self, serve: Serve, own_redis: RedisServer, clients: Clients
    ) -> None:
        redis = own_redis.client()
        async with serve(realtime.RedisBroker(redis, timeout=0.2)) as node:
            client = await clients.connect(node)
            await soon(client.connecting)
            await soon(client.server_side)
            own_redis.stop()
            async with asyncio.timeout(5):
                await node.notes.down.wait()
            own_redis.start()
            assert (await soon(client.connecting)).code == 3010
            assert not (await soon(client.server_side)).recovered
            await node.engine.publish("#ann", b"1")
            assert (await soon(client.personal)).data == 1
        await redis.aclose()


class DyingBroker(realtime.MemoryBroker):
    """Stops receiving, as no broker should."""

    def __init__(self) -> None:
        super().__init__()
        self.dies = asyncio.Event()

    async def run(self, listener: BrokerListener, node: str) -> None:
        await self.dies.wait()
        raise RuntimeError("no more")


class NotedPresence(realtime.MemoryPresence):
    """Says when it was confirmed."""

    def __init__(self) -> None:
        super().__init__()
        self.confirmed = asyncio.Event()

    async def confirm(self, entries: Sequence[tuple[str, realtime.ClientInfo]]) -> None:
        await super().confirm(entries)
        self.confirmed.set()


class NoSocket:
    """Takes everything, and shows it to nobody."""

    def write(self, frame: bytes) -> bool:
        return True

    def write_framed(self, framed: bytes) -> bool:
        return True

    async def send(self, frame: bytes) -> None:
        """Nothing waits."""

    async def close(self, disconnect: Disconnect) -> None:
        """Nobody hears."""

    def abort(self) -> None:
        """Nothing is there."""


async def test_a_node_whose_broker_fails_ends_with_clients_in_a_lobby() -> None:
    broker = DyingBroker()
    presence = NotedPresence()
    engine = realtime.Engine(
        broker=broker, authenticator=Tokens(), policy=Rules(), presence=presence
    )

    async def run() -> None:
        async with engine.running():
            session = engine._open(NoSocket(), "192.0.2.1")
            session.receive('{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"lobby:1"}}')
            await presence.confirmed.wait()
            broker.dies.set()
            try:
                await asyncio.Event().wait()
            finally:
                session.lost()

    running = asyncio.create_task(run())
    await asyncio.wait([running], timeout=5)
    assert running.done()
    assert isinstance(running.exception(), ExceptionGroup)
