"""Every answer carries the headers that protect a browser."""

import httpx2
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.web.security import DATA_POLICY, HEADERS, SecurityHeaders, page_policy


def rules_of(policy: str) -> dict[str, str]:
    return dict(rule.partition(" ")[::2] for rule in policy.split("; "))


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/api/v1/me", "/nowhere", "/static/main.js", "/static/..%2f..%2fx"]
)
async def test_every_answer_carries_them(client: httpx2.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert rules_of(headers["content-security-policy"])["frame-ancestors"] == "'none'"
    for name in set(HEADERS) - {"cache-control"}:
        assert headers[name] == HEADERS[name]
    assert headers["cache-control"] in {"no-store", "no-cache"}


async def test_a_page_has_the_pages_policy_and_all_else_may_do_nothing(
    client: httpx2.AsyncClient,
) -> None:
    page = (await client.get("/")).headers["content-security-policy"]
    assert rules_of(page)["script-src"] == "'self'"
    for path in ("/api/v1/me", "/static/main.js", "/openapi.json", "/healthz"):
        assert (await client.get(path)).headers["content-security-policy"] == DATA_POLICY


def test_no_script_within_a_page_and_no_other_host_is_let_in() -> None:
    rules = rules_of(page_policy())
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in page_policy()
    assert "http" not in page_policy()


def test_a_page_opens_sockets_to_its_own_servers_and_to_no_other() -> None:
    rules = rules_of(page_policy(["https://example.com", "http://localhost:8080", "*"]))
    assert rules["connect-src"] == "'self' ws://localhost:8080 wss://example.com"


def test_a_page_may_ask_for_passkeys_and_for_nothing_else_of_a_device() -> None:
    allowed = [rule for rule in HEADERS["permissions-policy"].split(", ") if "()" not in rule]
    assert allowed == ["publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]


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


async def test_what_is_behind_knows_that_learners_come_over_tls() -> None:
    seen: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["scheme"])
        await answering(scope, receive, send)

    await headers_of(SecurityHeaders(inner, over_tls=True))
    await headers_of(SecurityHeaders(inner))
    assert seen == ["https", "http"]


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
