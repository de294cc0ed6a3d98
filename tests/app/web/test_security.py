"""Every answer carries the headers that protect a browser."""

import httpx2
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.web.security import CONTENT_SECURITY_POLICY, SecurityHeaders


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/me", "/nowhere", "/static/main.js"])
async def test_every_answer_carries_them(client: httpx2.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_no_script_within_a_page_and_no_other_host_is_let_in() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


async def answering(scope: Scope, receive: Receive, send: Send) -> None:
    answer = PlainTextResponse("ok", headers={"referrer-policy": "same-origin"})
    await answer(scope, receive, send)


async def headers_of(web: SecurityHeaders) -> httpx2.Headers:
    transport = httpx2.ASGITransport(web)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get("/")).headers


async def test_an_answers_own_header_stays() -> None:
    assert (await headers_of(SecurityHeaders(answering)))["referrer-policy"] == "same-origin"


async def test_only_where_learners_come_over_tls_are_browsers_told_to_stay_with_it() -> None:
    name = "strict-transport-security"
    assert name not in await headers_of(SecurityHeaders(answering))
    year = (await headers_of(SecurityHeaders(answering, over_tls=True)))[name]
    assert year == "max-age=31536000; includeSubDomains"


async def test_a_socket_passes_untouched() -> None:
    seen: list[str] = []

    async def socket(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["type"])

    async def never() -> dict[str, object]:
        raise AssertionError("nothing is received here")

    async def nothing(_message: object) -> None:
        raise AssertionError("nothing is sent here")

    await SecurityHeaders(socket)({"type": "websocket"}, never, nothing)
    assert seen == ["websocket"]
