"""Where WebSockets do not pass: the same conversation over streams, through any replica."""

import logging
import shutil
from uuid import uuid4

import aiohttp
import msgspec
import pytest
import structlog
from playwright.async_api import async_playwright, expect

from tests.e2e.browsing import PHONE, QUIET
from tests.e2e.conftest import RunServer
from tests.e2e.learner import post
from tests.e2e.test_page import begin, say
from tests.realtime.transports.wire import StreamClient, http_stream, server_sent_events


async def guest(url: str) -> tuple[str, str]:
    """Sign up and open a room; return the token and the room's id."""
    async with aiohttp.ClientSession(url) as http:
        signed = await post(http, "/api/v1/guests", nickname="샘", birth_year=1995)
        http.headers["Authorization"] = f"Bearer {signed['access_token']}"
        room = await post(http, "/api/v1/rooms", persona="friend", closeness=2)
    return signed["access_token"], room["id"]


def frame(**commands: object) -> str:
    return msgspec.json.encode({"id": 1, **commands}).decode()


async def turn_ends(client: StreamClient) -> list[str]:
    """The types of events until the turn's end."""
    seen: list[str] = []
    while not seen or not seen[-1].startswith("turn."):
        published = await client.until("pub")
        seen.append(published["data"]["type"])
    return seen


async def test_a_message_posted_to_one_replica_is_answered_down_a_stream_of_another(
    run_server: RunServer,
) -> None:
    async with run_server() as one, run_server() as two:
        token, room_id = await guest(one.url)
        first = frame(connect={"token": token})
        async with http_stream(one.url, first) as client:
            client.connected = (await client.next())["connect"]
            room = {"channel": f"room:{room_id}"}
            assert await client.post(frame(subscribe=room), two.url) == 204
            await client.until("subscribe")
            message = {"request_id": str(uuid4()), "room_id": room_id, "text": "안녕! 뭐 해?"}
            call = {"method": "message.send", "data": message}
            assert await client.post(frame(rpc=call), two.url) == 204
            assert (await turn_ends(client))[-1] == "turn.completed"


async def test_server_sent_events_are_off(run_server: RunServer) -> None:
    async with (
        run_server() as server,
        aiohttp.ClientSession() as http,
        http.get(f"{server.url}/connection/sse?cf_connect=x") as answer,
    ):
        assert answer.status == 404


async def test_where_they_are_on_the_token_in_the_address_is_in_no_log(
    run_server: RunServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as logged:
        async with run_server(server_sent_events=True) as server:
            token, _ = await guest(server.url)
            async with server_sent_events(server.url, frame(connect={"token": token})) as client:
                assert "client" in await client.until("connect")
    assert token not in str(logged)
    assert token not in caplog.text


@pytest.mark.browser
@pytest.mark.timeout(120)
async def test_the_page_speaks_where_there_is_no_websocket(run_server: RunServer) -> None:
    path = shutil.which("chromium")
    assert path is not None, "`make tools` installs Chromium"
    async with run_server() as server, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        page = await browser.new_page(viewport=PHONE)
        await page.add_init_script("delete window.WebSocket")
        streams: list[str] = []
        page.on("request", lambda request: streams.append(request.url))
        await begin(page, server.url, card=5)
        await say(page, "밥 먹었어?")
        await expect(page.locator(".feedback--corrected")).to_be_visible()
        await expect(page.locator(".round--stop")).to_be_hidden()
        assert f"{server.url}/connection/http_stream" in streams
        assert f"{server.url}/emulation" in streams
        await browser.close()
