"""Every answer says truly what it is, and text in which letters (RFC 9110, 8.3)."""

import httpx2
import pytest

GUEST = {"nickname": "Ada", "birth_year": 1995}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/static/main.js", "text/javascript; charset=utf-8"),
        ("/static/styles/base.css", "text/css; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"),
        ("/healthz", "text/plain; charset=utf-8"),
        ("/readyz", "application/json"),
        ("/openapi.json", "application/json"),
        ("/asyncapi.json", "application/json"),
        ("/.well-known/jwks.json", "application/jwk-set+json"),
        ("/api/v1/tutor", "application/json"),
        ("/api/v1/me", "application/problem+json"),
        ("/nowhere", "application/problem+json"),
        ("/connection/websocket", "text/plain; charset=utf-8"),
    ],
)
async def test_an_answer_says_what_it_is(client: httpx2.AsyncClient, path: str, kind: str) -> None:
    assert (await client.get(path)).headers["content-type"] == kind


async def test_so_does_what_is_ones_own_and_what_has_no_body_says_nothing(
    client: httpx2.AsyncClient,
) -> None:
    signed = await client.post("/api/v1/guests", json=GUEST)
    assert signed.headers["content-type"] == "application/json"
    headers = {"authorization": f"Bearer {signed.json()['access_token']}"}
    exported = await client.post("/api/v1/me/export", headers=headers)
    assert exported.headers["content-type"] == "application/zip"
    ended = await client.delete("/api/v1/sessions/current", headers=headers)
    assert (ended.status_code, ended.content) == (204, b"")
    assert "content-type" not in ended.headers
