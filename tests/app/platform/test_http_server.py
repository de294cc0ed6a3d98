"""The port, and what uvicorn is told."""

import socket

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.platform.http_server import begin_to_listen, listen, server_config
from app.platform.listening import PortInUseError
from app.platform.settings import Settings
from realtime.transports.uvicorn_http_protocol import patient_protocol
from realtime.transports.uvicorn_protocol import UvicornProtocol

WEB = Starlette()


@pytest.fixture
def own(settings: Settings) -> Settings:
    return settings.model_copy(update={"port": 0})


@pytest.fixture
def config(own: Settings) -> uvicorn.Config:
    return server_config(
        WEB,
        own,
        http=patient_protocol(own.request_seconds),
        websocket=UvicornProtocol,
    )


def test_what_sockets_need_and_nobody_else_must_know(config: uvicorn.Config) -> None:
    assert not config.ws_per_message_deflate
    assert config.ws_ping_interval is None
    assert not config.access_log
    assert not config.server_header


@pytest.mark.parametrize(
    ("proxy", "trusted", "said", "seen"),
    [
        ("10.1.2.3", (), "203.0.113.9", "10.1.2.3"),
        ("10.1.2.3", ("10.0.0.0/8",), "203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", ("10.1.2.3",), "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", ("10.0.0.0/8",), "198.51.100.1, 203.0.113.9, 10.9.9.9", "203.0.113.9"),
        ("::ffff:10.1.2.3", ("10.0.0.0/8",), "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("::ffff:10.1.2.3", ("10.1.2.3",), "203.0.113.9", "203.0.113.9"),
        ("2001:db8::1", ("2001:db8::/32",), "203.0.113.9", "203.0.113.9"),
        ("::ffff:11.1.2.3", ("10.0.0.0/8",), "203.0.113.9", "::ffff:11.1.2.3"),
    ],
)
async def test_only_a_trusted_proxy_says_whose_request_it_is(
    own: Settings, proxy: str, trusted: tuple[str, ...], said: str, seen: str
) -> None:
    hosts: list[str] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        hosts.append(scope["client"][0])
        await PlainTextResponse("")(scope, receive, send)

    settings = own.model_copy(update={"trusted_proxies": trusted})
    config = server_config(
        application,
        settings,
        http=patient_protocol(settings.request_seconds),
        websocket=UvicornProtocol,
    )
    config.load()
    transport = httpx2.ASGITransport(config.loaded_app, client=(proxy, 4711))
    async with httpx2.AsyncClient(transport=transport, base_url="http://here") as client:
        await client.get("/", headers={"X-Forwarded-For": said})
    assert hosts == [seen]


def test_a_taken_port_is_said(own: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = own.model_copy(update={"port": other.getsockname()[1]})
        with pytest.raises(PortInUseError, match="set PORT"):
            listen(taken)


def test_of_two_that_took_a_port_at_once_the_later_to_listen_says_so(
    own: Settings, config: uvicorn.Config
) -> None:
    with listen(own) as first:
        later = listen(own.model_copy(update={"port": first.getsockname()[1]}))
        first.listen()
        with later, pytest.raises(PortInUseError, match="set PORT"):
            begin_to_listen(later, config)
