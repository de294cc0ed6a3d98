"""Who may come in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import aiohttp
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

import realtime
from realtime.transports.doorway import Doorway
from realtime.transports.origins import Origins

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock, Node

Serve = Callable[..., AbstractAsyncContextManager["Node"]]
LIMITS = realtime.Limits(handshake_rate=2, handshake_burst=3)


def from_address(address: str | None) -> dict[str, object]:
    client = None if address is None else (address, 4711)
    return {"type": "websocket", "headers": [], "client": client}


def open_to(clock: HandMovedClock, exempt: Collection[str] = ()) -> Doorway:
    return Doorway(
        origins=Origins((), realtime.NullObserver()),
        is_draining=lambda: False,
        limits=LIMITS,
        clock=clock,
        observer=realtime.NullObserver(),
        exempt=exempt,
    )


def admitted(door: Doorway, address: str | None, times: int) -> list[bool]:
    return [door.refusal(from_address(address)) is None for _ in range(times)]


def test_an_address_may_come_so_often_and_again_after_a_while(clock: HandMovedClock) -> None:
    door = open_to(clock)
    assert admitted(door, "192.0.2.1", 4) == [True, True, True, False]
    refusal = door.refusal(from_address("192.0.2.1"))
    assert refusal is not None
    assert (refusal.status_code, refusal.headers["retry-after"]) == (429, "1")
    assert admitted(door, "192.0.2.2", 1) == [True]
    clock.now += 0.5
    assert admitted(door, "192.0.2.1", 2) == [True, False]
    clock.now += 60
    assert admitted(door, "192.0.2.1", 4) == [True, True, True, False]


def test_one_ipv6_subscriber_is_one_address(clock: HandMovedClock) -> None:
    door = open_to(clock)
    comers = [f"2001:db8::{number}" for number in range(4)]
    assert [admitted(door, comer, 1)[0] for comer in comers] == [True, True, True, False]
    assert admitted(door, "2001:db8:0:1::1", 1) == [True]


@pytest.mark.parametrize("address", ["10.1.2.3", "127.0.0.1", "::1"])
def test_exempt_addresses_come_as_they_like(clock: HandMovedClock, address: str) -> None:
    door = open_to(clock, ["10.0.0.0/8", "127.0.0.1", "::1"])
    assert all(admitted(door, address, 20))


@pytest.mark.parametrize("address", [None, "unix"])
def test_where_there_is_no_address_nobody_is_counted(
    clock: HandMovedClock, address: str | None
) -> None:
    assert all(admitted(open_to(clock), address, 20))


async def test_all_transports_keep_to_it(serve: Serve) -> None:
    limits = realtime.Limits(handshake_rate=0.01, handshake_burst=2)
    async with serve(limits=limits, server_sent_events=True) as node:
        for _ in range(2):
            async with connect(node.url):
                pass
        with pytest.raises(InvalidStatus) as refused:
            async with connect(node.url):
                pass
        assert refused.value.response.status_code == 429
        async with aiohttp.ClientSession() as http:
            for path in ("connection/http_stream", "connection/sse"):
                async with http.post(f"{node.http}/{path}", data="{}") as answer:
                    assert answer.status == 429
        assert node.notes.turned == [("pace", "127.0.0.1")] * 3
    async with serve(limits=limits, exempt_addresses=["127.0.0.0/8"]) as node:
        for _ in range(3):
            async with connect(node.url):
                pass


async def test_who_is_turned_away_is_told_to_the_observer_with_the_reason(serve: Serve) -> None:
    other = {"Origin": "https://other.example"}
    async with serve(server_sent_events=True) as node, aiohttp.ClientSession() as http:
        with pytest.raises(InvalidStatus):
            async with connect(node.url, additional_headers=other):
                pass
        for path in ("connection/http_stream", "connection/sse", "emulation"):
            for method in ("POST", "OPTIONS"):
                async with http.request(method, f"{node.http}/{path}", headers=other) as answer:
                    assert answer.status == 403
        assert node.notes.turned == [("origin", "127.0.0.1")] * 7
        await node.engine.drain(0)
        with pytest.raises(InvalidStatus):
            async with connect(node.url):
                pass
        assert node.notes.turned[7:] == [("draining", "127.0.0.1")]


async def test_so_are_frames_that_come_too_fast_beside_a_stream(serve: Serve) -> None:
    limits = realtime.Limits(emulation_rate=0.01, emulation_burst=1)
    async with serve(limits=limits) as node, aiohttp.ClientSession() as http:
        for status in (400, 429):
            async with http.post(f"{node.http}/emulation", data="{}") as answer:
                assert answer.status == status
        assert node.notes.turned == [("pace", "127.0.0.1")]
