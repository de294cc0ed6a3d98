"""The engine end to end: a real uvicorn, a real Redis, and the official Python SDK as the judge."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import centrifuge
import pytest

import realtime

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.realtime.conftest import Clients, Node, RedisServer

Serve = Callable[..., AbstractAsyncContextManager["Node"]]


async def soon(queue: asyncio.Queue[Any]) -> Any:
    async with asyncio.timeout(5):
        return await queue.get()


class TestConnecting:
    async def test_a_client_connects_and_goes(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        assert client.client.client_id
        assert (node.engine.connections, node.engine.users) == (1, 1)
        await client.client.disconnect()
        assert await soon(node.notes.closed) == 3000
        assert (node.engine.connections, node.engine.users) == (0, 0)

    async def test_a_bad_token_is_final(self, node: Node, clients: Clients) -> None:
        client = clients.make(node, "invalid")
        await client.client.connect()
        assert (await soon(client.disconnected)).code == 3500

    async def test_an_expired_token_is_replaced(self, node: Node, clients: Clients) -> None:
        async def get_token() -> str:
            return "ann"

        client = clients.make(node, "expired", get_token=get_token)
        await client.client.connect()
        assert await soon(client.connected)

    async def test_a_token_is_refreshed_before_it_ends(self, node: Node, clients: Clients) -> None:
        async def get_token() -> str:
            return "ann/later"

        token = f"ann/first/{time.time() + 0.5}"
        client = await clients.connect(node, token, get_token=get_token)
        commands = [await soon(node.notes.commands) for _ in range(2)]
        assert commands == [("connect", 0), ("refresh", 0)]
        await node.engine.disconnect(4501, "session ended", session="first")
        assert client.disconnected.empty()
        await node.engine.disconnect(4501, "session ended", session="later")
        assert (await soon(client.disconnected)).code == 4501

    async def test_a_token_that_is_not_refreshed_ends_the_connection(
        self, serve: Serve, clients: Clients
    ) -> None:
        async with serve(limits=realtime.Limits(expiry_grace=0.05)) as node:
            client = await clients.connect(node, f"ann//{time.time() + 0.05}")
            assert (await soon(client.connecting)).code == 0
            assert (await soon(client.connecting)).code == 3005
            await client.client.disconnect()

    async def test_the_ninth_connection_of_a_user_is_one_too_many(
        self, serve: Serve, clients: Clients
    ) -> None:
        async with serve(limits=realtime.Limits(connections_per_user=2)) as node:
            await clients.connect(node)
            await clients.connect(node, "bob")
            await clients.connect(node)
            third = clients.make(node)
            await third.client.connect()
            assert (await soon(third.disconnected)).code == 3504


class TestCalling:
    @pytest.fixture
    async def node(self, serve: Serve) -> AsyncIterator[Node]:
        async def whoami(identity: realtime.Identity, data: bytes) -> bytes:
            del data
            assert identity.principal == ("principal of", identity.user)
            return b'{"user":"%s"}' % identity.user.encode()

        async def double(identity: realtime.Identity, data: bytes) -> bytes:
            del identity
            return b"[\n%s,\n%s\n]" % (data, data)

        async def refuse(identity: realtime.Identity, data: bytes) -> bytes:
            raise realtime.ClientError(409, "another body")

        async def fail(identity: realtime.Identity, data: bytes) -> bytes:
            raise LookupError("a bug")

        async def expel(identity: realtime.Identity, data: bytes) -> bytes:
            raise realtime.ClientDisconnect(4501, "session ended")

        async def garble(identity: realtime.Identity, data: bytes) -> bytes:
            return b"{"

        handlers = [whoami, double, refuse, fail, expel, garble]
        async with serve(rpc={each.__name__: each for each in handlers}) as node:
            yield node

    async def test_a_handler_knows_who_calls(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node, "한글")
        assert (await client.client.rpc("whoami", None)).data == {"user": "한글"}

    async def test_json_goes_in_and_out(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        assert (await client.client.rpc("double", {"a": "b"})).data == [{"a": "b"}, {"a": "b"}]

    async def test_an_error_of_the_application_arrives(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        with pytest.raises(centrifuge.ReplyError) as raised:
            await client.client.rpc("refuse", {})
        assert (raised.value.code, raised.value.temporary) == (409, False)
        assert node.notes.failures == []

    @pytest.mark.parametrize("method", ["fail", "garble"])
    async def test_a_bug_is_a_temporary_error_and_is_reported(
        self, node: Node, clients: Clients, method: str
    ) -> None:
        client = await clients.connect(node)
        with pytest.raises(centrifuge.ReplyError) as raised:
            await client.client.rpc(method, {})
        assert (raised.value.code, raised.value.temporary) == (100, True)
        [(where, _)] = node.notes.failures
        assert where == f"rpc {method}"

    async def test_a_method_nobody_offers_is_not_available(
        self, node: Node, clients: Clients
    ) -> None:
        client = await clients.connect(node)
        with pytest.raises(centrifuge.ReplyError) as raised:
            await client.client.rpc("nothing", {})
        assert raised.value.code == 108

    async def test_a_handler_may_send_the_client_away(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        with pytest.raises(centrifuge.ClientDisconnectedError):
            await client.client.rpc("expel", {})
        assert await soon(node.notes.closed) == 4501

    async def test_calls_run_side_by_side(self, serve: Serve, clients: Clients) -> None:
        met = asyncio.Barrier(2)

        async def meet(identity: realtime.Identity, data: bytes) -> bytes:
            await met.wait()
            return data

        async with serve(rpc={"meet": meet}) as node:
            client = await clients.connect(node)
            one, two = await asyncio.gather(
                client.client.rpc("meet", 1), client.client.rpc("meet", 2)
            )
            assert (one.data, two.data) == (1, 2)

    async def test_a_handler_finishes_though_its_client_has_gone(
        self, serve: Serve, clients: Clients
    ) -> None:
        begun, gone, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def work(identity: realtime.Identity, data: bytes) -> bytes:
            begun.set()
            await gone.wait()
            done.set()
            return data

        async with serve(rpc={"work": work}) as node:
            client = await clients.connect(node)
            call = asyncio.create_task(client.client.rpc("work", {}))
            async with asyncio.timeout(5):
                await begun.wait()
                await client.client.disconnect()
                assert await soon(node.notes.closed) == 3000
                gone.set()
                await done.wait()
            await asyncio.wait([call])
            assert isinstance(call.exception(), centrifuge.ClientDisconnectedError)

    async def test_but_not_for_ever(self, serve: Serve, clients: Clients) -> None:
        begun, cancelled = asyncio.Event(), asyncio.Event()

        async def work(identity: realtime.Identity, data: bytes) -> bytes:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.set()
            return data

        limits = realtime.Limits(handler_grace=0.01)
        async with serve(rpc={"work": work}, limits=limits) as node:
            client = await clients.connect(node)
            call = asyncio.create_task(client.client.rpc("work", {}))
            async with asyncio.timeout(5):
                await begun.wait()
                await client.client.disconnect()
                await cancelled.wait()
            await asyncio.wait([call])
            assert call.exception()


class TestChannels:
    async def test_publications_arrive_in_order(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        room = await client.subscribe("room:1")
        for number in range(20):
            await node.engine.publish("room:1", b"%d" % number)
        assert await room.data(20) == list(range(20))

    async def test_data_may_be_spread_over_lines(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        room = await client.subscribe("room:1")
        await node.engine.publish("room:1", b'{\n"a":\n1}')
        assert await room.data(1) == [{"a": 1}]

    async def test_what_is_not_json_is_not_published(self, node: Node) -> None:
        for data in (b"{", b"", b'"\xff"'):
            with pytest.raises(ValueError, match="not JSON"):
                await node.engine.publish("room:1", data)

    async def test_a_sequence_needs_a_stream(self, node: Node) -> None:
        with pytest.raises(ValueError, match="no stream"):
            await node.engine.publish("live:1", b"1", sequence=1)

    async def test_the_policy_refuses_channels(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        secret = client.subscription("secret")
        await secret.sdk.subscribe()
        assert (await soon(secret.unsubscribed)).code == 103

    async def test_publishing_is_refused_where_the_policy_does_not_allow_it(
        self, node: Node, clients: Clients
    ) -> None:
        client = await clients.connect(node)
        room = await client.subscribe("room:1")
        with pytest.raises(centrifuge.ReplyError) as raised:
            await room.sdk.publish({"a": 1})
        assert raised.value.code == 103
        assert (await node.engine.position("room:1")).offset == 0

    async def test_what_a_client_publishes_says_who_did(self, node: Node, clients: Clients) -> None:
        ann, bob = await clients.connect(node, "ann"), await clients.connect(node, "bob")
        chat = await ann.subscribe("chat:1")
        await (await bob.subscribe("chat:1")).sdk.publish({"text": "안녕"})
        publication = await soon(chat.publications)
        assert publication.data == {"text": "안녕"}
        assert publication.info.user == "bob"
        assert publication.info.client == bob.client.client_id
        assert publication.info.conn_info == {"name": "bob"}

    async def test_a_channel_without_a_stream_only_passes_on(
        self, node: Node, clients: Clients
    ) -> None:
        client = await clients.connect(node)
        live = await client.subscribe("live:1")
        await node.engine.publish("live:1", b"1")
        publication = await soon(live.publications)
        assert (publication.offset, publication.data) == (0, 1)

    async def test_history_is_read_where_the_policy_allows_it(
        self, node: Node, clients: Clients
    ) -> None:
        client = await clients.connect(node)
        chat = await client.subscribe("chat:1")
        for number in range(5):
            await node.engine.publish("chat:1", b"%d" % number)
        history = await chat.sdk.history(limit=2, reverse=True)
        assert [each.data for each in history.publications] == [4, 3]
        assert history.offset == 5
        with pytest.raises(centrifuge.ReplyError) as raised:
            await chat.sdk.history(limit=-1, since=centrifuge.StreamPosition(1, "other"))
        assert raised.value.code == 112
        part = await node.engine.history("chat:1", realtime.Position(3), limit=1)
        assert [bytes(each.data) for each in part.publications] == [b"3"]

    async def test_presence_is_not_offered(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        room = await client.subscribe("room:1")
        with pytest.raises(centrifuge.ReplyError) as raised:
            await room.sdk.presence()
        assert raised.value.code == 108

    async def test_a_channel_is_let_go_with_its_last_subscriber(
        self, node: Node, clients: Clients
    ) -> None:
        client = await clients.connect(node, "")
        room = await client.subscribe("room:1")
        assert node.engine.channels == 1
        await room.sdk.unsubscribe()
        await client.client.disconnect()
        assert await soon(node.notes.closed) == 3000
        assert node.engine.channels == 0


class TestPersonalChannel:
    async def test_a_user_hears_without_subscribing(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        subscribed = await soon(client.server_side)
        assert (subscribed.channel, subscribed.recoverable) == ("#ann", True)
        await node.engine.publish("#ann", b'"for you"')
        assert (await soon(client.personal)).data == "for you"

    async def test_and_recovers_what_was_missed(self, node: Node, clients: Clients) -> None:
        client = await clients.connect(node)
        await node.engine.publish("#ann", b"1")
        assert (await soon(client.personal)).data == 1
        client.drop()
        await node.engine.publish("#ann", b"2")
        await node.engine.publish("#ann", b"3")
        assert [(await soon(client.personal)).data for _ in range(2)] == [2, 3]
        await soon(client.server_side)
        assert (await soon(client.server_side)).recovered


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
