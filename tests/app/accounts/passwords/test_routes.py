"""Passwords over HTTP: changed, forgotten, and set anew by a mailed link."""

import httpx2

from tests.app.accounts.mailbox import Mailbox

ACCOUNT = {
    "email": "ada@example.com",
    "password": "correct horse",
    "nickname": "Ada",
    "birth_year": 2000,
}


async def log_in(client: httpx2.AsyncClient, password: str) -> int:
    given = {"email": ACCOUNT["email"], "password": password}
    return (await client.post("/api/v1/sessions", json=given)).status_code


async def test_a_password_is_changed(client: httpx2.AsyncClient) -> None:
    signed = (await client.post("/api/v1/accounts", json=ACCOUNT)).json()
    own = {"authorization": f"Bearer {signed['access_token']}"}
    body = {"current_password": "wrong horse", "new_password": "battery staple"}
    wrong = await client.post("/api/v1/me/password", json=body, headers=own)
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["current_password"])
    body["current_password"] = "correct horse"
    right = await client.post("/api/v1/me/password", json=body, headers=own)
    assert (right.status_code, right.content) == (204, b"")
    assert (await client.get("/api/v1/me", headers=own)).status_code == 200
    assert await log_in(client, "battery staple") == 201


async def test_a_forgotten_password_is_set_anew(
    client: httpx2.AsyncClient, mailbox: Mailbox
) -> None:
    await client.post("/api/v1/accounts", json=ACCOUNT)
    known = await client.post("/api/v1/password/reset", json={"email": ACCOUNT["email"]})
    unknown = await client.post("/api/v1/password/reset", json={"email": "b@example.com"})
    assert known.status_code == unknown.status_code == 202
    assert (known.content, known.headers) == (unknown.content, unknown.headers)
    body = {"token": await mailbox.token("reset_password"), "password": "12345678"}
    refused = await client.post("/api/v1/password/new", json=body)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["password"])
    body["password"] = "battery staple"
    done = await client.post("/api/v1/password/new", json=body)
    assert (done.status_code, done.content) == (204, b"")
    assert await log_in(client, "battery staple") == 201
    again = await client.post("/api/v1/password/new", json=body)
    assert again.status_code == 410


async def test_what_could_be_no_address_is_answered_as_any_other(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.post("/api/v1/password/reset", json={"email": "no address"})
    assert answer.status_code == 202
    too_long = await client.post("/api/v1/password/reset", json={"email": "a" * 321})
    assert too_long.status_code == 422
