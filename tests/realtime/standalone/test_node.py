"""A node made of a configuration, also on a Redis."""

from typing import TYPE_CHECKING

import httpx2
import pytest

from realtime.standalone.node import check, open_node
from realtime.standalone.reading import ConfigurationError
from tests.realtime.served import INSECURE, configuration_of, served_alone

if TYPE_CHECKING:
    from tests.realtime.redis_server import RedisServer


async def test_two_nodes_on_one_redis_are_one_system(redis_server: "RedisServer") -> None:
    text = INSECURE + f'[broker]\ntype = "redis"\nredis = "unix://{redis_server.socket}"\n'
    async with served_alone(text) as one, served_alone(text) as other:
        published = await one.api("publish", {"channel": "a", "data": {"n": 1}})
        read = await other.api("history", {"channel": "a", "limit": -1})
        assert read.json()["result"]["publications"] == [{"data": {"n": 1}, "offset": 1}]
        assert read.json()["result"]["epoch"] == published.json()["result"]["epoch"]


async def test_it_says_whether_it_serves_or_drains() -> None:
    async with open_node(configuration_of(INSECURE)) as node:
        transport = httpx2.ASGITransport(app=node.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://node") as client:
            assert (await client.get("/health")).status_code == 200
            node.draining = True
            assert (await client.get("/health")).status_code == 503


async def test_transports_and_the_api_are_there_only_where_they_are_on() -> None:
    text = "insecure = true\ntransports = {http_stream = false}"
    async with open_node(configuration_of(text)) as node:
        paths = {getattr(route, "path", "") for route in node.app.routes}
    assert paths == {"/connection/websocket", "/health"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[broker]\ntype = "redis"\nredis = "nowhere"',
            "broker.redis: each address of Redis begins",
        ),
        ('[tokens]\npublic_key = "none"', "tokens.public_key: give a public key in PEM"),
        ('[tokens]\njwks = "ftp://x/y"', "tokens.jwks: a key set is read from an https address"),
    ],
)
def test_what_cannot_be_opened_is_said_with_its_key(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        check(configuration_of("insecure = true\n" + text))
