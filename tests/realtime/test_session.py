"""A session on uvloop, which differs from asyncio in small things that matter."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import TYPE_CHECKING, Any

import pytest
import uvloop
from websockets.asyncio.client import connect

import realtime
from realtime.transports.uvicorn_protocol import UvicornProtocol

if TYPE_CHECKING:
    from tests.realtime.conftest import Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]


async def talk(serve: Serve, server: Any) -> list[str]:
    """Connect, subscribe, hear three publications and a ping, be sent away."""
    limits = realtime.Limits(ping_interval=1, pong_timeout=0.9)
    async with serve(ws=server, limits=limits) as node, asyncio.timeout(5):
        async with connect(node.url) as client:
            await client.send('{"id":1,"connect":{"token":"ann"}}')
            await client.send('{"id":2,"subscribe":{"channel":"room:1"}}')
            heard: list[str] = []
            while not any("subscribe" in each for each in heard):
                heard += str(await client.recv()).split("\n")
            for number in range(3):
                await node.engine.publish("room:1", b"%d" % number)
            while "{}" not in heard or sum("push" in each for each in heard) < 3:
                heard += str(await client.recv()).split("\n")
            await node.engine.disconnect(4501, "session ended", user="ann")
            await client.wait_closed()
            heard.append(str(client.close_code))
        assert await node.notes.closed.get() == 4501
        assert node.notes.failures == []
    return heard


@pytest.mark.parametrize("server", ["websockets-sansio", UvicornProtocol])
async def test_a_session_lives_on_uvloop_as_on_asyncio(serve: Serve, server: Any) -> None:
    # A loop of its own in a thread of its own: this one's is asyncio's.
    there = await asyncio.to_thread(lambda: uvloop.run(talk(serve, server)))
    here = await talk(serve, server)
    publications = [
        f'{{"push":{{"channel":"room:1","pub":{{"data":{n},"offset":{n + 1}}}}}}}' for n in range(3)
    ]
    for heard in (there, here):
        assert [each for each in heard if "push" in each] == publications
        assert heard[-1] == "4501"


async def test_commands_that_wait_for_slow_answers_do_not_stop_the_pongs(serve: Serve) -> None:
    released = asyncio.Event()

    async def wait(identity: realtime.Identity, data: bytes) -> bytes:
        await released.wait()
        return data

    limits = realtime.Limits(ping_interval=0.2, pong_timeout=0.19)
    async with (
        serve(rpc={"wait": wait}, limits=limits) as node,
        asyncio.timeout(5),
        connect(node.url) as client,
    ):
        await client.send('{"id":1,"connect":{}}\n{"id":2,"rpc":{"method":"wait","data":7}}')
        await client.recv()
        for _ in range(3):
            assert await client.recv() == "{}"
            await client.send("{}")
        released.set()
        while (heard := await client.recv()) == "{}":
            await client.send("{}")
        assert heard == '{"id":2,"rpc":{"data":7}}'


class Stubborn:
    """An authenticator that does not mind being cancelled."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def authenticate(self, token: str) -> realtime.Identity:
        self.asked.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        return realtime.Identity("ann")


async def test_one_who_goes_while_it_is_being_authenticated_is_not_counted(serve: Serve) -> None:
    stubborn = Stubborn()
    async with serve(authenticator=stubborn) as node, asyncio.timeout(5):
        async with connect(node.url) as client:
            await client.send('{"id":1,"connect":{"token":"ann"}}')
            await stubborn.asked.wait()
        await node.notes.closed.get()
        while node.engine._node.endings:
            await asyncio.gather(*node.engine._node.endings)
        assert (node.engine.connections, node.engine.users) == (0, 0)


async def test_who_gave_a_command_is_told_to_the_observer(serve: Serve) -> None:
    async with serve() as node, connect(node.url) as client, asyncio.timeout(5):
        await client.send('{"id":1,"connect":{"token":"ann"}}')
        name = json.loads(str(await client.recv()).split("\n")[0])["connect"]["client"]
        await client.send('{"id":2,"subscribe":{"channel":"secret:1"}}')
        assert '"code":103' in str(await client.recv())
        assert await node.notes.commands.get() == ("connect", 0)
        assert await node.notes.commands.get() == ("subscribe", 103)
        assert node.notes.callers == [(name, "ann", "127.0.0.1")] * 2


async def test_of_a_bad_token_nobody_knows_whose_it_is_but_where_it_came_from(
    serve: Serve,
) -> None:
    async with serve() as node, connect(node.url) as client, asyncio.timeout(5):
        await client.send('{"id":1,"connect":{"token":"invalid"}}')
        await client.wait_closed()
        assert await node.notes.commands.get() == ("connect", 3500)
        [(name, user, address)] = node.notes.callers
        assert (bool(name), user, address) == (True, "", "127.0.0.1")
