"""Signing in over HTTP: a device is remembered, and who guesses is told when to come again."""

from contextlib import suppress

import httpx2
import pytest

from app.accounts import schemas
from app.accounts.joined import Accounts
from app.accounts.passwords.hashing import Passwords
from app.accounts.signing_in.delays import STRANGERS
from app.accounts.signing_in.guessing import TooManyGuesses
from app.accounts.signing_in.models import LogInAttempt
from app.accounts.signing_in.origin import Origin
from app.platform.errors import Unauthenticated

ACCOUNT = {
    "email": "ada@example.com",
    "password": "correct horse battery",
    "nickname": "Ada",
    "birth_year": 2000,
}
RIGHT = {"email": "ada@example.com", "password": "correct horse battery"}
WRONG = {"email": "ada@example.com", "password": "wrong horse"}


async def test_who_signs_in_is_given_a_device_and_keeps_it(client: httpx2.AsyncClient) -> None:
    await client.post("/api/v1/accounts", json=ACCOUNT)
    first = await client.post("/api/v1/sessions", json=RIGHT)
    device = first.cookies["device"]
    assert "HttpOnly" in first.headers["set-cookie"]
    again = await client.post("/api/v1/sessions", json=RIGHT)
    assert again.cookies["device"] == device


async def test_a_wrong_password_gives_no_device(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/sessions", json=WRONG)
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)


async def test_who_guesses_too_often_is_told_when_to_come_again(
    client: httpx2.AsyncClient,
) -> None:
    for _ in range(5):
        assert (await client.post("/api/v1/sessions", json=WRONG)).status_code == 401
    refused = await client.post("/api/v1/sessions", json=WRONG)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
    assert refused.json()["type"] == "/problems/too-many-guesses"


async def test_where_the_line_is_full_one_is_sent_away_for_a_moment_and_nothing_is_looked_at(
    client: httpx2.AsyncClient, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_most", 1)
    async with passwords.admission():
        refused = await client.post("/api/v1/sessions", content=b"not even read")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
    assert refused.json()["type"] == "/problems/busy"
    assert not await LogInAttempt.all().exists()
    assert (await client.post("/api/v1/sessions", json=WRONG)).status_code == 401


async def test_a_device_that_signed_in_before_is_let_in_while_its_address_waits(
    client: httpx2.AsyncClient,
) -> None:
    await client.post("/api/v1/accounts", json=ACCOUNT)
    device = (await client.post("/api/v1/sessions", json=RIGHT)).cookies["device"]
    client.cookies.clear()
    while (await client.post("/api/v1/sessions", json=WRONG)).status_code != 429:
        pass
    assert (await client.post("/api/v1/sessions", json=RIGHT)).status_code == 429
    known = {"cookie": f"device={device}"}
    assert (await client.post("/api/v1/sessions", json=RIGHT, headers=known)).status_code == 201


@pytest.mark.parametrize("was_guest", [False, True])
async def test_who_has_only_registered_comes_in_from_there_however_much_strangers_guess(
    client: httpx2.AsyncClient, accounts: Accounts, was_guest: bool
) -> None:
    if was_guest:
        person = {name: ACCOUNT[name] for name in ("nickname", "birth_year")}
        guest = (await client.post("/api/v1/guests", json=person)).json()
        own = {"authorization": f"Bearer {guest['access_token']}"}
        made = await client.post("/api/v1/me/credentials", json=RIGHT, headers=own)
    else:
        made = await client.post("/api/v1/accounts", json=ACCOUNT)
    assert made.cookies["device"]
    guess = schemas.LogIn(**WRONG)
    for number in range(STRANGERS.free + 1):
        with suppress(Unauthenticated, TooManyGuesses):
            await accounts.signing_in.log_in(guess, origin=Origin(f"stranger {number}"))
    with pytest.raises(TooManyGuesses):
        await accounts.signing_in.log_in(guess, origin=Origin("another stranger"))
    assert (await client.post("/api/v1/sessions", json=RIGHT)).status_code == 201
