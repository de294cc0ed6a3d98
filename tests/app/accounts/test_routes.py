"""Accounts over HTTP, as a client meets them: from the body that is sent to the problem it gets."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import httpx2
import pytest

if TYPE_CHECKING:
    from tests.conftest import HandClock

GUEST = {"nickname": "하늘", "birth_year": 2000}
CREDENTIALS = {"email": "Ada@example.com", "password": "correct horse"}
# Tried first, and made of our own name.
EASY = ("12345678", "dorandoran")
ACCOUNT = {**GUEST, **CREDENTIALS, "language": "ko"}


async def signed(client: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code in {200, 201}, answer.text
    return cast("dict[str, Any]", answer.json())


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


async def test_a_guest_enters_and_sees_themselves(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/guests", json=GUEST)
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    entered = answer.json()
    assert entered.keys() == {"access_token", "access_expires_at", "refresh_token", "user"}
    assert datetime.fromisoformat(entered["access_expires_at"]).tzinfo is not None

    me = await client.get("/api/v1/me", headers=bearer(entered))
    assert me.status_code == 200
    assert me.json() == entered["user"]
    assert me.json() == {
        "id": entered["user"]["id"],
        "nickname": "하늘",
        "birth_year": 2000,
        "email": None,
        "email_verified": False,
        "guest": True,
        "role": "user",
        "language": "en",
        "level": "beginner",
    }


async def test_an_account_registers_logs_in_refreshes_and_logs_out(
    client: httpx2.AsyncClient,
) -> None:
    registered = await signed(client, "/api/v1/accounts", ACCOUNT)
    assert registered["user"]["email"] == "Ada@example.com"
    assert registered["user"]["language"] == "ko"

    session = await signed(client, "/api/v1/sessions", CREDENTIALS)
    token = {"refresh_token": session["refresh_token"]}
    refreshed = await client.post("/api/v1/sessions/refresh", json=token)
    assert refreshed.status_code == 200
    assert refreshed.json()["user"] == registered["user"]

    tokens = refreshed.json()
    left = await client.delete("/api/v1/sessions/current", headers=bearer(tokens))
    assert (left.status_code, left.content) == (204, b"")
    after = await client.get("/api/v1/me", headers=bearer(tokens))
    assert after.status_code == 401
    assert after.json()["type"] == "/problems/session-ended"
    still = await client.get("/api/v1/me", headers=bearer(registered))
    assert still.status_code == 200


async def test_a_guest_becomes_a_full_account(client: httpx2.AsyncClient) -> None:
    entered = await signed(client, "/api/v1/guests", GUEST)
    answer = await client.post("/api/v1/me/credentials", json=CREDENTIALS, headers=bearer(entered))
    assert answer.status_code == 200
    assert answer.json() == {**entered["user"], "email": "Ada@example.com", "guest": False}
    again = await signed(client, "/api/v1/sessions", CREDENTIALS)
    assert again["user"]["id"] == entered["user"]["id"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/me"),
        ("POST", "/api/v1/me/credentials"),
        ("DELETE", "/api/v1/sessions/current"),
    ],
)
async def test_what_is_ones_own_needs_a_token(
    client: httpx2.AsyncClient, method: str, path: str
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/unauthenticated"


async def test_an_expired_token_is_told_from_an_invalid_one(
    client: httpx2.AsyncClient, clock: "HandClock"
) -> None:
    entered = await signed(client, "/api/v1/guests", GUEST)
    altered = {"Authorization": f"{bearer(entered)['Authorization']}x"}
    invalid = await client.get("/api/v1/me", headers=altered)
    assert (invalid.status_code, invalid.json()["type"]) == (401, "/problems/token-invalid")
    clock.advance(900)
    expired = await client.get("/api/v1/me", headers=bearer(entered))
    assert (expired.status_code, expired.json()["type"]) == (401, "/problems/token-expired")


async def test_an_expired_token_beside_it_does_not_keep_a_session_from_refreshing(
    client: httpx2.AsyncClient, clock: "HandClock"
) -> None:
    entered = await signed(client, "/api/v1/guests", GUEST)
    clock.advance(900)
    answer = await client.post(
        "/api/v1/sessions/refresh",
        json={"refresh_token": entered["refresh_token"]},
        headers=bearer(entered),
    )
    assert answer.status_code == 200


async def test_an_access_token_does_not_refresh_and_a_refresh_token_gives_no_access(
    client: httpx2.AsyncClient,
) -> None:
    entered = await signed(client, "/api/v1/guests", GUEST)
    answer = await client.post(
        "/api/v1/sessions/refresh", json={"refresh_token": entered["access_token"]}
    )
    assert answer.status_code == 401
    crossed = {"access_token": entered["refresh_token"]}
    assert (await client.get("/api/v1/me", headers=bearer(crossed))).status_code == 401


async def test_a_wrong_password_and_an_unknown_address_are_answered_byte_by_byte_the_same(
    client: httpx2.AsyncClient,
) -> None:
    await signed(client, "/api/v1/accounts", ACCOUNT)
    wrong = await client.post("/api/v1/sessions", json={**CREDENTIALS, "password": "wrong"})
    unknown = await client.post("/api/v1/sessions", json={**CREDENTIALS, "email": "b@example.com"})
    nonsense = await client.post("/api/v1/sessions", json={**CREDENTIALS, "email": "b"})
    assert wrong.status_code == unknown.status_code == nonsense.status_code == 401
    assert wrong.content == unknown.content == nonsense.content
    assert wrong.headers == unknown.headers == nonsense.headers


async def test_an_address_that_is_taken_is_a_conflict(client: httpx2.AsyncClient) -> None:
    await signed(client, "/api/v1/accounts", ACCOUNT)
    answer = await client.post("/api/v1/accounts", json={**ACCOUNT, "email": "ADA@EXAMPLE.COM"})
    assert answer.status_code == 409
    assert answer.json()["code"] == 409
    assert answer.json()["fields"].keys() == {"email"}


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/api/v1/guests", {}, {"nickname", "birth_year"}),
        ("/api/v1/guests", {**GUEST, "birth_year": 2012}, {"birth_year"}),
        ("/api/v1/guests", {**GUEST, "birth_year": "2000"}, {"birth_year"}),
        ("/api/v1/guests", {**GUEST, "birth_year": 1899}, {"birth_year"}),
        ("/api/v1/guests", {**GUEST, "birth_year": 10**30}, {"birth_year"}),
        ("/api/v1/guests", {**GUEST, "nickname": ""}, {"nickname"}),
        ("/api/v1/guests", {**GUEST, "nickname": "가" * 41}, {"nickname"}),
        ("/api/v1/guests", {**GUEST, "nickname": "a\nb"}, {"nickname"}),
        ("/api/v1/guests", {**GUEST, "nickname": None}, {"nickname"}),
        ("/api/v1/guests", {**GUEST, "language": "de"}, {"language"}),
        ("/api/v1/accounts", GUEST, {"email", "password"}),
        ("/api/v1/accounts", {**ACCOUNT, "password": "1234567"}, {"password"}),
        ("/api/v1/accounts", {**ACCOUNT, "password": "1" * 129}, {"password"}),
        *(("/api/v1/accounts", {**ACCOUNT, "password": easy}, {"password"}) for easy in EASY),
        ("/api/v1/accounts", {**ACCOUNT, "email": "ada"}, {"email"}),
        ("/api/v1/sessions", {"email": "ada@example.com"}, {"password"}),
        ("/api/v1/sessions/refresh", {"refresh_token": 5}, {"refresh_token"}),
    ],
)
async def test_what_is_not_acceptable_is_named(
    client: httpx2.AsyncClient, path: str, body: dict[str, Any], fields: set[str]
) -> None:
    answer = await client.post(path, json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["fields"].keys() == fields


async def test_the_longest_and_the_shortest_that_are_acceptable_are_accepted(
    client: httpx2.AsyncClient,
) -> None:
    for number, (nickname, password) in enumerate([("가" * 40, "1" * 128), ("x", "kdi28xcv")]):
        body = {**ACCOUNT, "nickname": nickname, "password": password}
        await signed(client, "/api/v1/accounts", {**body, "email": f"{number}@example.com"})


async def test_a_decomposed_nickname_is_stored_composed(client: httpx2.AsyncClient) -> None:
    decomposed = "\u1112\u1161\u1102\u1173\u11af" * 20
    entered = await signed(client, "/api/v1/guests", {**GUEST, "nickname": decomposed})
    assert entered["user"]["nickname"] == "하늘" * 20


async def test_nobody_makes_themselves_an_administrator(client: httpx2.AsyncClient) -> None:
    body = {**GUEST, "role": "admin", "status": "active", "id": "0" * 32, "guest": False}
    entered = await signed(client, "/api/v1/guests", body)
    assert entered["user"]["role"] == "user"
    assert entered["user"]["guest"]


async def test_the_public_keys_are_public_and_say_nothing_private(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.get("/.well-known/jwks.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jwk-set+json"
    (key,) = answer.json()["keys"]
    assert key.keys() == {"kty", "crv", "x", "kid", "use", "alg"}


# Sessions


async def test_sessions_are_listed_with_device_and_network_and_ended(
    client: httpx2.AsyncClient,
) -> None:
    first = await signed(client, "/api/v1/accounts", ACCOUNT)
    own = {"authorization": f"Bearer {first['access_token']}"}
    given = {"email": ACCOUNT["email"], "password": ACCOUNT["password"]}
    await client.post("/api/v1/sessions", json=given, headers={"user-agent": "curl/8.6.0"})
    listed = (await client.get("/api/v1/sessions", headers=own)).json()["sessions"]
    assert [one["current"] for one in listed] == [True, False]
    assert (listed[1]["device"], listed[1]["address_range"]) == ("A program", "127.0.0.0/24")
    ended = await client.delete(f"/api/v1/sessions/{listed[1]['id']}", headers=own)
    assert (ended.status_code, ended.content) == (204, b"")
    for unknown in (listed[1]["id"], "nothing"):
        gone = await client.delete(f"/api/v1/sessions/{unknown}", headers=own)
        assert gone.status_code == 404


@pytest.mark.parametrize(("path", "left"), [("/others", 200), ("", 401)])
async def test_all_sessions_are_ended_or_all_others(
    client: httpx2.AsyncClient, path: str, left: int
) -> None:
    first = await signed(client, "/api/v1/accounts", ACCOUNT)
    second = await signed(
        client,
        "/api/v1/sessions",
        {"email": ACCOUNT["email"], "password": ACCOUNT["password"]},
    )
    own = {"authorization": f"Bearer {first['access_token']}"}
    other = {"authorization": f"Bearer {second['access_token']}"}
    assert (await client.delete(f"/api/v1/sessions{path}", headers=own)).status_code == 204
    assert (await client.get("/api/v1/me", headers=own)).status_code == left
    assert (await client.get("/api/v1/me", headers=other)).status_code == 401
