"""A server answers to its own names and to no other."""

import httpx2
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.platform.settings import Settings
from app.web.hosts import Hosts, own_names


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        await socket.close()
        return
    await PlainTextResponse("ours")(scope, receive, send)


async def status(web: Hosts, host: str, path: str = "/") -> int:
    transport = httpx2.ASGITransport(web)
    async with httpx2.AsyncClient(transport=transport, base_url="http://here") as client:
        return (await client.get(path, headers={"host": host})).status_code


@pytest.fixture
def production(settings: Settings) -> Hosts:
    own = settings.model_copy(update={"public_url": "https://talk.example.com"})
    return Hosts(inner, own_names(own), any_address=False)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("talk.example.com", 200),
        ("TALK.example.com:443", 200),
        ("localhost:8080", 200),
        ("127.0.0.1", 200),
        ("[::1]:8080", 200),
        ("evil.example", 421),
        ("talk.example.com.evil.example", 421),
        ("talk.example.com@evil.example", 421),
        ("192.0.2.1", 421),
        ("[bad", 421),
        ("", 421),
    ],
)
async def test_who_is_asked_for_by_name(production: Hosts, host: str, expected: int) -> None:
    assert await status(production, host) == expected


async def test_two_names_at_once_are_none(production: Hosts) -> None:
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(production), base_url="http://here"
    ) as client:
        names = [("host", "talk.example.com"), ("host", "evil.example")]
        assert (await client.get("/", headers=names)).status_code == 421


async def test_a_probe_asks_by_the_address_of_a_container(production: Hosts) -> None:
    assert await status(production, "10.42.0.7:8080", "/readyz") == 200


async def test_in_development_an_address_will_do_and_a_strange_name_will_not(
    settings: Settings,
) -> None:
    web = Hosts(inner, own_names(settings), any_address=True)
    assert await status(web, "192.168.1.5:8080") == 200
    assert await status(web, "rebound.evil.example:8080") == 421


def test_a_socket_under_another_name_is_refused(production: Hosts) -> None:
    client = TestClient(production)
    with client.websocket_connect("ws://talk.example.com/"):
        pass
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("ws://evil.example/"):
        pass
