"""Answers to what connections ask: above all, what goes wrong on the way to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, cast

import pytest
from websockets.asyncio.client import connect

import realtime
from tests.realtime.conftest import Rules

if TYPE_CHECKING:
    from tests.realtime.conftest import Clients, Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]


async def soon(queue: asyncio.Queue[Any]) -> Any:
    async with asyncio.timeout(5):
        return await queue.get()


class TestMessages:
    async def test_reach_the_application_with_who_sent_them(self, serve: Serve) -> None:
        heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()

        async def take(identity: realtime.Identity, data: bytes) -> None:
            heard.put_nowait((identity.user, data))

        async with serve(message=take) as node, connect(node.url) as client:
            await client.send('{"id":1,"connect":{"token":"ann"}}\n{"send":{"data":{"a": 1}}}')
            assert await soon(heard) == ("ann", b'{"a": 1}')

    async def test_end_the_connection_where_nobody_takes_them(self, node: Node) -> None:
        async with connect(node.url) as client:
            await client.send('{"id":1,"connect":{"token":"ann"}}\n{"send":{"data":{"a": 1}}}')
            assert await soon(node.notes.closed) == 3508


class TestPublishing:
    @pytest.mark.parametrize("end", ["\n", "\r"])
    async def test_data_spread_over_lines_is_one_line_for_its_readers(
        self, node: Node, end: str
    ) -> None:
        async with connect(node.url) as reader, connect(node.url) as writer:
            for client in (reader, writer):
                await client.send(
                    '{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"chat:1"}}'
                )
                while '"id":2' not in str(await client.recv()):
                    continue
            data = f'{{{end}"a":{end}1}}'
            await writer.send(f'{{"id":3,"publish":{{"channel":"chat:1","data":{data}}}}}')
            async with asyncio.timeout(5):
                heard = str(await reader.recv())
        assert '"data":{"a":1}' in heard


class TestTokensOfSubscriptions:
    async def test_a_bad_one_is_refused_and_the_connection_stays(
        self, node: Node, clients: Clients
    ) -> None:
        client = await clients.connect(node)
        room = client.subscription("room:1", token="invalid")
        await room.sdk.subscribe()
        assert (await soon(room.unsubscribed)).code == 103
        assert client.disconnected.empty()

    async def test_an_expired_one_is_replaced(self, node: Node, clients: Clients) -> None:
        async def get_token(channel: str) -> str:
            return f"for {channel}"

        client = await clients.connect(node)
        room = client.subscription("room:1", token="expired", get_token=get_token)
        await room.sdk.subscribe()
        assert (await soon(room.errors)).error.code == 109
        assert await soon(room.subscribed)


class TestRefresh:
    @pytest.mark.parametrize(("token", "code"), [("expired", 3005), ("invalid", 3500)])
    async def test_with_a_bad_token_ends_the_connection(
        self, node: Node, token: str, code: int
    ) -> None:
        async with connect(node.url) as client:
            await client.send('{"id":1,"connect":{"token":"ann"}}')
            await client.send(f'{{"id":2,"refresh":{{"token":"{token}"}}}}')
            assert await soon(node.notes.closed) == code


class UnreadableBroker(realtime.MemoryBroker):
    """Fails where the stream is read."""

    async def read(self, channel: str, options: realtime.StreamOptions, **_: Any) -> Any:
        raise realtime.BrokerUnavailable("away")


class EndsSomeday(Rules):
    """Says the end of a subscription as nobody may."""

    async def subscribe(
        self, identity: realtime.Identity, channel: str, token: str
    ) -> realtime.ChannelOptions:
        return realtime.ChannelOptions(expires_at=cast("float", "someday"))


class TestJoining:
    async def test_a_channel_that_cannot_be_read_is_left_again(
        self, serve: Serve, clients: Clients
    ) -> None:
        async with serve(UnreadableBroker()) as node:
            client = await clients.connect(node, "")
            room = client.subscription("room:1")
            await room.sdk.subscribe()
            error = (await soon(room.errors)).error
            assert (error.code, error.temporary) == (100, True)
            await room.sdk.unsubscribe()
            assert node.engine.channels == 0
            assert node.notes.failures == []

    async def test_a_channel_whose_options_make_no_sense_is_left_again(self, serve: Serve) -> None:
        async with serve(policy=EndsSomeday()) as node:
            async with connect(node.url) as client:
                await client.send('{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"c"}}')
                while '"id":2' not in (heard := str(await client.recv())):
                    continue
                assert '"code":100' in heard
                assert node.engine.channels == 0
            assert [where for where, _ in node.notes.failures] == ["Join"]
