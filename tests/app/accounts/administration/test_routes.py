"""Administering over HTTP: for administrators with two factors, and for nobody else."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx2
import pytest

from app.accounts.factors.proofs import FRESH
from app.accounts.former_addresses import FormerAddresses
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.platform.ids import new_id
from app.platform.sealing import Sealer

if TYPE_CHECKING:
    from tests.conftest import HandClock

CREDENTIALS = {"email": "ada@example.com", "password": "correct horse"}
ACCOUNT = {"nickname": "하늘", "birth_year": 2000, **CREDENTIALS}
SEARCH = "/api/v1/admin/accounts/search"


async def enter(client: httpx2.AsyncClient) -> dict[str, Any]:
    answer = await client.post("/api/v1/guests", json={"nickname": "Boss", "birth_year": 1990})
    return dict(answer.json())


def bearer(signed: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {signed['access_token']}"}


@pytest.fixture
async def boss(client: httpx2.AsyncClient) -> dict[str, str]:
    answer = await client.post("/api/v1/accounts", json={**ACCOUNT, "email": "boss@example.com"})
    signed = answer.json()
    await User.filter(id=signed["user"]["id"]).update(role="admin")
    await Session.filter(user_id=signed["user"]["id"]).update(second_factor=True)
    return bearer(signed)


@pytest.fixture
async def account(client: httpx2.AsyncClient) -> dict[str, Any]:
    return dict((await client.post("/api/v1/accounts", json=ACCOUNT)).json())


async def test_an_account_is_found_suspended_and_given_back(
    client: httpx2.AsyncClient, boss: dict[str, str], account: dict[str, Any]
) -> None:
    found = await client.post(SEARCH, json={"email": "ADA@example.com"}, headers=boss)
    assert found.status_code == 200
    (shown,) = found.json()["accounts"]
    assert shown["id"] == account["user"]["id"]
    assert shown.keys() == {
        "id",
        "email",
        "nickname",
        "role",
        "status",
        "created_at",
        "open_sessions",
        "second_factor",
    }
    path = f"/api/v1/admin/accounts/{shown['id']}"
    suspended = await client.post(f"{path}/suspension", headers=boss)
    assert (suspended.status_code, suspended.json()["status"]) == (200, "suspended")
    assert (await client.get("/api/v1/me", headers=bearer(account))).status_code == 401
    assert (await client.post("/api/v1/sessions", json=CREDENTIALS)).status_code == 403

    given_back = await client.delete(f"{path}/suspension", headers=boss)
    assert (given_back.status_code, given_back.json()["status"]) == (200, "active")
    assert (await client.post("/api/v1/sessions", json=CREDENTIALS)).status_code == 201
    ended = await client.delete(f"{path}/sessions", headers=boss)
    assert (ended.status_code, ended.json()) == (200, {"ended": 1})


async def test_a_role_is_changed_only_by_who_has_just_proved_who_they_are(
    client: httpx2.AsyncClient,
    boss: dict[str, str],
    account: dict[str, Any],
    clock: "HandClock",
) -> None:
    path = f"/api/v1/admin/accounts/{account['user']['id']}/role"
    refused = await client.put(path, json={"role": "admin"}, headers=boss)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/no-second-factor")
    unreadable = await client.put(path, json={"role": "owner"}, headers=boss)
    assert (unreadable.status_code, set(unreadable.json()["fields"])) == (422, {"role"})
    clock.advance(FRESH.total_seconds())
    for stale in (
        await client.put(path, json={"role": "admin"}, headers=boss),
        await client.delete("/api/v1/admin/sessions", headers=boss),
    ):
        assert (stale.status_code, stale.json()["type"]) == (403, "/problems/proof-needed")


async def test_everybody_is_signed_out_the_administrator_too(
    client: httpx2.AsyncClient, boss: dict[str, str], account: dict[str, Any]
) -> None:
    ended = await client.delete("/api/v1/admin/sessions", headers=boss)
    assert (ended.status_code, ended.json()) == (200, {"ended": 2})
    for headers in (boss, bearer(account)):
        assert (await client.get("/api/v1/me", headers=headers)).status_code == 401


DEEDS = [
    ("POST", SEARCH),
    ("POST", "/api/v1/admin/accounts/{id}/suspension"),
    ("DELETE", "/api/v1/admin/accounts/{id}/suspension"),
    ("PUT", "/api/v1/admin/accounts/{id}/role"),
    ("DELETE", "/api/v1/admin/accounts/{id}/sessions"),
    ("DELETE", "/api/v1/admin/sessions"),
]


@pytest.mark.parametrize(("method", "path"), DEEDS)
async def test_nothing_of_it_is_for_anybody_else(
    client: httpx2.AsyncClient, account: dict[str, Any], method: str, path: str
) -> None:
    path = path.format(id=account["user"]["id"])
    body = {"email": "ada@example.com", "role": "admin"}
    assert (await client.request(method, path, json=body)).status_code == 401
    learner = await client.request(method, path, json=body, headers=bearer(account))
    assert learner.status_code == 403
    one_factor = await enter(client)
    await User.filter(id=one_factor["user"]["id"]).update(role="admin")
    refused = await client.request(method, path, json=body, headers=bearer(one_factor))
    assert refused.json()["type"] == "/problems/second-factor-missing"
    assert (await User.get(id=account["user"]["id"])).status == "active"
    assert not await Session.exclude(ended_at=None).exists()


@pytest.mark.parametrize(("method", "path"), [one for one in DEEDS if "{id}" in one[1]])
@pytest.mark.parametrize("account_id", [uuid4(), "nobody", "1' OR '1'='1"])
async def test_an_account_that_is_not_there_is_not_found(
    client: httpx2.AsyncClient, boss: dict[str, str], method: str, path: str, account_id: object
) -> None:
    answer = await client.request(
        method, path.format(id=account_id), json={"role": "admin"}, headers=boss
    )
    assert answer.status_code == 404


async def test_an_administrator_sees_who_comes_back_after_their_account_was_erased(
    client: httpx2.AsyncClient,
    boss: dict[str, str],
    sealer: Sealer,
    clock: "HandClock",
) -> None:
    async def found() -> dict[str, Any]:
        answer = await client.post(SEARCH, json={"email": "Ada@example.com"}, headers=boss)
        return dict(answer.json())

    assert await found() == {"accounts": [], "erased_at": None}
    await FormerAddresses(sealer=sealer, ids=new_id, clock=clock).remember("ada@example.com")
    gone = await found()
    assert (gone["accounts"], gone["erased_at"]) == ([], f"{clock.now():%Y-%m-%dT%H:%M:%SZ}")
    await client.post("/api/v1/accounts", json=ACCOUNT)
    back = await found()
    assert (len(back["accounts"]), back["erased_at"]) == (1, gone["erased_at"])
