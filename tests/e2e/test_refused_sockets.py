"""Whoever is refused at a socket is named in the log, by ids and hashes, on a whole server."""

import aiohttp
import pytest
import structlog.testing

from tests.e2e.conftest import RunServer
from tests.e2e.learner import until
from tests.meeting import MeetLearner


async def test_who_asks_for_the_room_of_another_is_named(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server() as server, meet(server.url) as owner, meet(server.url) as stranger:
        with structlog.testing.capture_logs() as lines:
            foreign = stranger.client.new_subscription(f"room:{owner.room_id}")
            await foreign.subscribe()
            await until(lambda: foreign.state.value == "unsubscribed")
        (line,) = [each for each in lines if each["event"] == "socket_command_refused"]
        assert (line["command"], line["reason"]) == ("subscribe", "permission denied")
        assert line["user_id"] == stranger.user_id
        assert line["connection_id"]


async def test_a_bad_token_and_a_foreign_page_are_lines_without_token_and_address(
    run_server: RunServer,
) -> None:
    token = "a.forged.token"
    foreign = {"Origin": "https://other.example"}
    async with run_server() as server, aiohttp.ClientSession(server.url) as http:
        with structlog.testing.capture_logs() as lines:
            async with http.ws_connect("/connection/websocket") as socket:
                await socket.send_json({"id": 1, "connect": {"token": token}})
                assert (await socket.receive()).data == 3500
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await http.ws_connect("/connection/websocket", headers=foreign)
        said = {each["event"]: each["reason"] for each in lines if "reason" in each}
        assert said == {"socket_command_refused": "invalid token", "socket_turned_away": "origin"}
        assert len({each["address_hash"] for each in lines if "address_hash" in each}) == 1
        assert not any(secret in str(lines) for secret in (token, "127.0.0.1", "other.example"))
