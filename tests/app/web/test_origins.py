"""This server's own pages may use it, and those that are allowed; others change nothing."""

import httpx2
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.platform.settings import Settings
from app.web.origins import SameSite, SharedApi, origins

OWN, OTHER, EVIL = "https://talk.example.com", "https://app.example.com", "https://evil.example"


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("done", headers={"ratelimit": "x"})(scope, receive, send)


async def ask(
    web: ASGIApp, method: str, path: str = "/api/v1/me", **headers: str
) -> httpx2.Response:
    transport = httpx2.ASGITransport(web)
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx2.AsyncClient(transport=transport, base_url=OWN) as client:
        return await client.request(method, path, headers=fields)


# Reading across origins


async def test_a_page_of_an_allowed_origin_reads_answers_and_others_do_not() -> None:
    web = SharedApi(inner, [OTHER])
    allowed = (await ask(web, "GET", origin=OTHER)).headers
    assert allowed["access-control-allow-origin"] == OTHER
    assert "ratelimit" in allowed["access-control-expose-headers"]
    assert "origin" in allowed["vary"].lower()
    for origin in (EVIL, "null", f"{OTHER}.evil.example"):
        headers = (await ask(web, "GET", origin=origin)).headers
        assert "access-control-allow-origin" not in headers


async def test_no_page_reads_with_cookies() -> None:
    for method in ("GET", "OPTIONS"):
        answer = await ask(
            SharedApi(inner, [OTHER]), method, origin=OTHER, access_control_request_method="GET"
        )
        assert "access-control-allow-credentials" not in answer.headers


async def test_a_browser_that_asks_first_is_told_what_it_may_send() -> None:
    asked = {
        "access_control_request_method": "DELETE",
        "access_control_request_headers": "authorization,content-type,idempotency-key",
    }
    web = SharedApi(inner, [OTHER])
    allowed = await ask(web, "OPTIONS", origin=OTHER, **asked)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, OTHER)
    assert "DELETE" in allowed.headers["access-control-allow-methods"]
    refused = await ask(web, "OPTIONS", origin=EVIL, **asked)
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/connection/http_stream"])
async def test_only_the_api_is_shared_here(path: str) -> None:
    headers = (await ask(SharedApi(inner, [OTHER]), "GET", path, origin=OTHER)).headers
    assert "access-control-allow-origin" not in headers


# Changing something


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": OWN}, 200),
        ({"origin": OTHER}, 200),
        ({"origin": OTHER.upper(), "sec_fetch_site": "cross-site"}, 200),
        ({"sec_fetch_site": "same-origin"}, 200),
        ({"sec_fetch_site": "none"}, 200),
        ({"origin": EVIL}, 403),
        ({"origin": "null"}, 403),
        ({"origin": f"{OWN}.evil.example"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": EVIL, "sec_fetch_site": "same-origin"}, 403),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PURGE"])
async def test_who_may_ask_for_a_change(method: str, headers: dict[str, str], status: int) -> None:
    answer = await ask(SameSite(inner, [OTHER]), method, **headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["type"] == "/problems/foreign-origin"


async def test_reading_and_what_is_not_the_api_is_not_looked_at() -> None:
    web = SameSite(inner, [OTHER])
    assert (await ask(web, "GET", origin=EVIL)).status_code == 200
    assert (await ask(web, "POST", "/connection/http_stream", origin=EVIL)).status_code == 200


async def test_where_every_origin_is_allowed_every_page_may() -> None:
    assert (await ask(SameSite(inner, ["*"]), "POST", origin=EVIL)).status_code == 200


# Which these are


def test_the_servers_own_address_is_allowed_by_each_of_its_names(settings: Settings) -> None:
    own = settings.model_copy(update={"host": "192.0.2.7", "port": 8081})
    assert origins(own) == [
        "http://127.0.0.1:8081",
        "http://192.0.2.7:8081",
        "http://localhost:8081",
    ]


def test_the_public_address_is_allowed_without_its_path(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://example.com/korean/"})
    assert "https://example.com" in origins(public)


def test_others_are_allowed_by_name(settings: Settings) -> None:
    others = settings.model_copy(update={"allowed_origins": ("https://app.example.com",)})
    assert "https://app.example.com" in origins(others)
    assert "https://app.example.com" not in origins(settings)
