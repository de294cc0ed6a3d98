"""The server API over HTTP: who may call, what is no request, and several requests in one."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from realtime import server_api
from realtime.policy import ChannelOptions
from tests.realtime.served import API_KEY, Alone, served_alone


@pytest.fixture
async def node() -> AsyncIterator[Alone]:
    async with served_alone() as alone:
        yield alone


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-API-Key": API_KEY}, 200),
        ({"Authorization": f"apikey {API_KEY}"}, 200),
        ({"Authorization": f"ApiKey  {API_KEY}"}, 200),
        ({"Authorization": f"Bearer {API_KEY}"}, 401),
        ({"X-API-Key": "another", "Authorization": f"apikey {API_KEY}"}, 401),
        ({"X-API-Key": ""}, 401),
    ],
)
async def test_only_who_brings_the_key_is_answered(
    node: Alone, headers: dict[str, str], status: int
) -> None:
    assert (await node.api("info", {}, **headers)).status_code == status


async def test_it_is_posted_to(node: Alone) -> None:
    async with httpx2.AsyncClient() as client:
        assert (await client.get(f"{node.http}/api/info")).status_code == 405


@pytest.mark.parametrize(
    ("method", "body", "code"),
    [
        ("publish", {"channel": "a"}, 107),
        ("publish", {"channel": "a", "b64data": "%"}, 107),
        ("publish", {"channel": "a", "b64data": "bm8ganNvbg=="}, 107),
        ("publish", {"channel": 1, "data": 1}, 107),
        ("publish", [], 107),
        ("publish", {"channel": "a", "data": 1, "version": 7}, 108),
        ("broadcast", {"channels": [], "data": 1}, 107),
        ("subscribe", {"channel": "a"}, 107),
        ("subscribe", {"user": "ann"}, 107),
        ("unsubscribe", {"channel": "a"}, 107),
        ("disconnect", {}, 107),
        ("disconnect", {"user": "ann", "disconnect": {"code": 1000, "reason": ""}}, 107),
        ("refresh", {}, 107),
        ("refresh", {"user": "ann", "info": {}}, 108),
        ("presence", {}, 107),
        ("presence_stats", {"channel": "live:a"}, 108),
        ("history", {"channel": "live:a"}, 108),
        ("history_remove", {"channel": "live:a"}, 108),
        ("history_remove", {"channel": "unknown:a"}, 102),
    ],
)
async def test_what_cannot_be_done_is_an_error_in_the_body(
    node: Alone, method: str, body: object, code: int
) -> None:
    answer = await node.api(method, body)
    assert answer.status_code == 200
    assert answer.json()["error"]["code"] == code


async def test_data_may_come_in_base64(node: Alone) -> None:
    await node.api("publish", {"channel": "a", "b64data": "eyJhIjoxfQ==", "delta": True})
    answer = await node.api("history", {"channel": "a", "limit": -1})
    assert answer.json()["result"]["publications"] == [{"data": {"a": 1}, "offset": 1}]


async def test_a_batch_answers_each_command_for_itself(node: Alone) -> None:
    commands: list[Any] = [
        {"publish": {"channel": "a", "data": 1}},
        {"publish": {"channel": "unknown:a", "data": 1}},
        {"history": {"channel": "a", "limit": "x"}},
        {"dance": {}},
        {},
        None,
    ]
    for parallel in (False, True):
        answer = await node.api("batch", {"commands": commands, "parallel": parallel})
        first, *others = answer.json()["replies"]
        assert first["publish"]["offset"] == 1 + parallel
        assert [each["error"]["code"] for each in others] == [102, 107, 104, 104, 107]


@pytest.mark.parametrize("body", [b"{", b'{"commands": 1}'])
async def test_a_batch_that_is_none_is_a_bad_request(node: Alone, body: bytes) -> None:
    async with httpx2.AsyncClient(headers={"X-API-Key": API_KEY}) as client:
        answer = await client.post(f"{node.http}/api/batch", content=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 107)


async def test_a_request_that_is_too_long_is_refused(node: Alone) -> None:
    async with httpx2.AsyncClient(headers={"X-API-Key": API_KEY}) as client:
        long = b" " * (8 * 1024 * 1024 + 1)
        assert (await client.post(f"{node.http}/api/info", content=long)).status_code == 413


async def test_an_api_without_a_key_is_not_made(node: Alone) -> None:
    with pytest.raises(ValueError, match="leave its routes out"):
        server_api.routes(node.engine, lambda channel, user: ChannelOptions(), key="")
