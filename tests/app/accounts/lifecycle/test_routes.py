"""An account's life over HTTP, from the first mail to the way back."""

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.app.accounts.mailbox import Mailbox

if TYPE_CHECKING:
    from tests.conftest import HandClock

ACCOUNT = {
    "email": "ada@example.com",
    "password": "correct horse",
    "nickname": "Ada",
    "birth_year": 2000,
}


async def registered(client: httpx2.AsyncClient) -> dict[str, str]:
    answer = await client.post("/api/v1/accounts", json=ACCOUNT)
    assert answer.status_code == 201
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


async def logged_in(client: httpx2.AsyncClient) -> httpx2.Response:
    given = {"email": ACCOUNT["email"], "password": ACCOUNT["password"]}
    return await client.post("/api/v1/sessions", json=given)


async def test_an_address_is_verified_by_its_link_in_a_session_of_its_account(
    client: httpx2.AsyncClient, mailbox: Mailbox
) -> None:
    own = await registered(client)
    token = await mailbox.token("verify_email")
    nobody = await client.post("/api/v1/email/verified", json={"token": token})
    assert nobody.status_code == 401
    answer = await client.post("/api/v1/email/verified", json={"token": token}, headers=own)
    assert (answer.status_code, answer.content) == (204, b"")
    me = (await client.get("/api/v1/me", headers=own)).json()
    assert me["email_verified"] is True
    again = await client.post("/api/v1/email/verified", json={"token": token}, headers=own)
    assert (again.status_code, again.json()["type"]) == (410, "/problems/ticket-invalid")


async def test_another_link_is_asked_for_and_the_answer_says_when(
    client: httpx2.AsyncClient, clock: "HandClock"
) -> None:
    own = await registered(client)
    hasty = await client.post("/api/v1/email/verification", headers=own)
    assert (hasty.status_code, hasty.headers["retry-after"]) == (429, "60")
    clock.advance(61)
    assert (await client.post("/api/v1/email/verification", headers=own)).status_code == 202


async def test_an_address_is_changed(client: httpx2.AsyncClient, mailbox: Mailbox) -> None:
    own = await registered(client)
    body = {"email": "ada@new.example"}
    assert (await client.post("/api/v1/me/email", json=body, headers=own)).status_code == 202
    token = await mailbox.token("email_change_confirm")
    answer = await client.post("/api/v1/email/changed", json={"token": token}, headers=own)
    assert answer.status_code == 204
    assert (await client.get("/api/v1/me", headers=own)).json()["email"] == "ada@new.example"


async def test_what_wants_a_fresh_proof_says_so(
    client: httpx2.AsyncClient, clock: "HandClock"
) -> None:
    own = await registered(client)
    clock.advance(600)
    for answer in (
        await client.post("/api/v1/me/email", json={"email": "a@b.example"}, headers=own),
        await client.post("/api/v1/me/export", headers=own),
        await client.delete("/api/v1/me", headers=own),
    ):
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/proof-needed")


async def test_an_export_is_a_zip_under_a_name_of_ours(client: httpx2.AsyncClient) -> None:
    own = await registered(client)
    answer = await client.post("/api/v1/me/export", headers=own)
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="dorandoran-export.zip"'
    assert answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        (account,) = json.loads(archive.read("account.json"))
    assert (account["nickname"], account["email"]) == ("Ada", "ada@example.com")


async def test_a_deleted_account_comes_back_by_signing_in(client: httpx2.AsyncClient) -> None:
    own = await registered(client)
    assert (await client.delete("/api/v1/me", headers=own)).status_code == 204
    assert (await client.get("/api/v1/me", headers=own)).status_code == 401
    refused = await logged_in(client)
    problem: dict[str, Any] = refused.json()
    assert (refused.status_code, problem["type"]) == (403, "/problems/account-deleted")
    restored = await client.post("/api/v1/account/restored", json={"ticket": problem["ticket"]})
    assert restored.status_code == 204
    assert (await logged_in(client)).status_code == 201


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/v1/email/verified", "token"),
        ("/api/v1/email/changed", "token"),
        ("/api/v1/account/restored", "ticket"),
    ],
)
@pytest.mark.parametrize("given", ["", "x" * 129, 7, None])
async def test_what_cannot_be_a_token_is_refused_by_name(
    client: httpx2.AsyncClient, path: str, field: str, given: object
) -> None:
    own = await registered(client)
    answer = await client.post(path, json={field: given}, headers=own)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    unknown = await client.post(path, json={field: "unknown"}, headers=own)
    assert unknown.status_code == 410
