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
    from tests.realtime.conftest import Clients, Node

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
