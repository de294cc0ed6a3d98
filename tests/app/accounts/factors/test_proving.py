"""A fresh proof: by all that the account has, and in a session that nobody held before."""

from typing import TYPE_CHECKING

import pytest

from app.accounts.factors.proofs import FRESH
from app.accounts.passwords.hashing import Passwords
from app.accounts.sessions.models import Session
from app.accounts.signing_in.models import LogInAttempt
from tests.app.accounts.factors.conftest import PASSWORD, Learner
from tests.app.accounts.factors.test_second_factor import problem

if TYPE_CHECKING:
    from tests.conftest import HandClock


@pytest.fixture
async def stale(ada: Learner, clock: "HandClock") -> Learner:
    """A learner whose last proof is too old."""
    clock.advance(FRESH.total_seconds())
    assert (await ada.ask("POST /me/passkeys/options")).status_code == 403
    return ada


async def test_the_password_is_proof_where_nothing_else_is_asked_for(stale: Learner) -> None:
    stale.signed = await stale.got("POST /me/proof", {"password": PASSWORD})
    await stale.adds_passkey()


async def test_a_proof_opens_a_new_session_and_ends_the_old_one(stale: Learner) -> None:
    old = dict(stale.signed)
    new = await stale.got("POST /me/proof", {"password": PASSWORD})
    assert (await stale.ask("GET /me")).status_code == 401
    refreshed = await stale.client.post(
        "/api/v1/sessions/refresh", json={"refresh_token": old["refresh_token"]}
    )
    assert refreshed.status_code == 401
    stale.signed = new
    assert (await stale.ask("GET /me")).status_code == 200
    ended = await Session.get(ended_at__isnull=False)
    assert ended.ended_reason == "proved"


async def test_a_wrong_password_proves_nothing_and_counts_as_an_attempt(stale: Learner) -> None:
    answer = await stale.ask("POST /me/proof", {"password": "wrong"})
    assert problem(answer) == (403, "proof-wrong")
    assert (await stale.ask("GET /me")).status_code == 200
    assert (await stale.ask("POST /me/passkeys/options")).status_code == 403
    assert await LogInAttempt.filter(method="password", outcome="wrong").count() == 1


async def test_a_password_that_nobody_had_time_to_look_at_is_no_wrong_guess_at_a_proof(
    stale: Learner, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crowded:
        crowded.setattr(passwords, "_most", 0)
        answers = [await stale.ask("POST /me/proof", {"password": PASSWORD}) for _ in range(10)]
    assert {answer.status_code for answer in answers} == {503}
    await stale.got("POST /me/proof", {"password": PASSWORD})


async def test_guesses_at_a_proof_become_slow(stale: Learner) -> None:
    answers = [await stale.ask("POST /me/proof", {"password": "wrong"}) for _ in range(30)]
    assert answers[-1].status_code == 429
    assert [answer.status_code for answer in answers].count(403) <= 10


async def test_with_one_time_codes_the_password_is_half_a_proof(
    ada: Learner, clock: "HandClock"
) -> None:
    await ada.sets_up_codes()
    clock.advance(FRESH.total_seconds())
    asked = await ada.ask("POST /me/proof", {"password": PASSWORD})
    assert asked.status_code == 202
    assert (await ada.ask("POST /me/recovery-codes", {})).status_code == 403
    done = await ada.shows(ticket=asked.json()["second_factor"], code=ada.code())
    assert done.status_code == 201
    assert (await ada.ask("GET /me")).status_code == 401
    ada.signed = done.json()
    await ada.got("POST /me/recovery-codes", {})


async def test_password_and_code_may_come_together(ada: Learner, clock: "HandClock") -> None:
    await ada.sets_up_codes()
    clock.advance(FRESH.total_seconds())
    wrong = await ada.ask("POST /me/proof", {"password": PASSWORD, "code": ada.wrong_code()})
    assert problem(wrong) == (403, "second-factor-wrong")
    ada.signed = await ada.got("POST /me/proof", {"password": PASSWORD, "code": ada.code()})
    await ada.got("POST /me/recovery-codes", {})


async def test_a_recovery_code_does_beside_the_password(ada: Learner, clock: "HandClock") -> None:
    await ada.sets_up_codes()
    clock.advance(FRESH.total_seconds())
    both = {"password": PASSWORD, "recovery_code": ada.recovery_codes[0]}
    ada.signed = await ada.got("POST /me/proof", both)
    assert (await ada.ask("DELETE /me/totp")).status_code == 204


@pytest.mark.parametrize("with_codes", [False, True])
async def test_a_passkey_alone_is_proof(
    ada: Learner, clock: "HandClock", *, with_codes: bool
) -> None:
    await ada.adds_passkey()
    if with_codes:
        await ada.sets_up_codes()
    clock.advance(FRESH.total_seconds())
    offered = await ada.got("POST /me/proof/options")
    shown = {"ticket": offered["ticket"], "credential": ada.device.get(offered["options"])}
    ada.signed = await ada.got("POST /me/proof", shown)
    await ada.adds_passkey()
    again = await ada.ask("POST /me/proof", shown)
    assert problem(again) == (410, "ticket-invalid")


async def test_another_users_passkey_proves_nothing(
    ada: Learner, guest: Learner, clock: "HandClock"
) -> None:
    await ada.adds_passkey()
    await guest.adds_passkey()
    clock.advance(FRESH.total_seconds())
    offered = await ada.got("POST /me/proof/options")
    theirs = guest.device.get(offered["options"], credential=guest.device.credentials[0])
    answer = await ada.ask("POST /me/proof", {"ticket": offered["ticket"], "credential": theirs})
    assert problem(answer) == (403, "proof-wrong")


async def test_another_users_ticket_is_none(ada: Learner, guest: Learner) -> None:
    await ada.adds_passkey()
    await guest.adds_passkey()
    offered = await guest.got("POST /me/proof/options")
    mine = ada.device.get({**offered["options"], "allowCredentials": []})
    answer = await ada.ask("POST /me/proof", {"ticket": offered["ticket"], "credential": mine})
    assert problem(answer) == (410, "ticket-invalid")


async def test_something_is_to_be_given(ada: Learner) -> None:
    answer = await ada.ask("POST /me/proof", {"code": "123456"})
    assert (answer.status_code, answer.json()["fields"].keys()) == (422, {"password"})


async def test_without_a_passkey_none_is_asked_for(ada: Learner) -> None:
    assert (await ada.ask("POST /me/proof/options")).status_code == 409


async def test_a_stolen_token_adds_no_password_beside_the_passkey_of_who_was_a_guest(
    guest: Learner,
) -> None:
    await guest.adds_passkey()
    guest.clock.advance(600)
    given = {"email": "thief@example.com", "password": PASSWORD}
    refused = await guest.ask("POST /me/credentials", given)
    assert problem(refused) == (403, "proof-needed")
    offered = await guest.got("POST /me/proof/options")
    shown = guest.device.get(offered["options"])
    proof = {"ticket": offered["ticket"], "credential": shown}
    guest.signed = await guest.got("POST /me/proof", proof)
    assert (await guest.ask("POST /me/credentials", given)).status_code == 200


async def test_a_proof_that_nobody_had_time_to_look_at_is_no_wrong_guess(
    stale: Learner, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crowded:
        crowded.setattr(passwords, "_most", 0)
        for _ in range(10):
            answer = await stale.ask("POST /me/proof", {"password": PASSWORD})
            assert answer.status_code == 503
    assert (await stale.ask("POST /me/proof", {"password": PASSWORD})).status_code == 201
