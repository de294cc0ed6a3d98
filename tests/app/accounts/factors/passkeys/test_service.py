"""One's own passkeys: added with a fresh proof, named, and never the last one removed."""

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx2
import pytest

from app.accounts.events.models import AccountEvent
from app.accounts.factors.models import Passkey
from app.accounts.factors.passkeys.service import MOST
from app.accounts.factors.proofs import FRESH
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.platform.audit.models import AuditEntry
from tests.app.accounts.factors.conftest import Learner
from tests.app.accounts.factors.passkeys.test_signing_in import log_in, register
from tests.app.accounts.factors.test_second_factor import problem
from tests.authenticator import ES512, PRESENT, VERIFIED, Authenticator, from_base64url

if TYPE_CHECKING:
    from tests.conftest import HandClock


async def add(learner: Learner, *, name: str = "Phone", **made: Any) -> httpx2.Response:
    given = await learner.got("POST /me/passkeys/options")
    credential = learner.device.create(given["options"], **made)
    body = {"ticket": given["ticket"], "name": name, "credential": credential}
    return await learner.ask("POST /me/passkeys", body)


async def test_passkeys_are_listed_oldest_first(ada: Learner, clock: "HandClock") -> None:
    first = await ada.adds_passkey("Phone")
    clock.advance(1)
    second = await ada.adds_passkey(" Laptop ")
    assert second["name"] == "Laptop"
    assert (await ada.got("GET /me/passkeys")) == {"passkeys": [first, second]}
    assert first["last_used_at"] is None
    await log_in(ada)
    listed = (await ada.got("GET /me/passkeys"))["passkeys"]
    assert [one["last_used_at"] is not None for one in listed] == [False, True]


async def test_a_device_is_not_asked_for_a_second_one(ada: Learner) -> None:
    await ada.adds_passkey()
    options = (await ada.got("POST /me/passkeys/options"))["options"]
    assert [from_base64url(one["id"]) for one in options["excludeCredentials"]] == [
        ada.device.credentials[0].id
    ]
    assert options["excludeCredentials"][0]["transports"] == ["internal", "hybrid"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://example.com"},
        {"site": "example.com"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"challenge": "AAAA"},
        {"type": "webauthn.get"},
        {"crossOrigin": True},
        {"algorithm": ES512},
        {"attestation": {"fmt": "android-safetynet", "attStmt": {}}},
        {"attestation": {"fmt": "packed", "attStmt": {"alg": -7, "sig": b"x"}}},
        {"attestation": {"fmt": 5, "attStmt": {}}},
    ],
    ids=str,
)
async def test_what_was_not_made_for_us_here_and_now_is_refused(
    ada: Learner, wrong: dict[str, Any]
) -> None:
    answer = await add(ada, **wrong)
    assert (answer.status_code, answer.json()["fields"].keys()) == (422, {"credential"})
    assert not await Passkey.all().exists()


@pytest.mark.parametrize("text", ["A", "AAAA", "oWNmbXRkbm9uZQ", "n" * 8000])
async def test_bytes_that_mean_nothing_are_refused(ada: Learner, text: str) -> None:
    given = await ada.got("POST /me/passkeys/options")
    credential = ada.device.create(given["options"])
    credential["response"]["attestationObject"] = text
    body = {"ticket": given["ticket"], "name": "Phone", "credential": credential}
    assert (await ada.ask("POST /me/passkeys", body)).status_code == 422


async def test_one_credential_is_registered_once(ada: Learner, guest: Learner) -> None:
    await ada.adds_passkey()
    same = ada.device.credentials[0].id
    for learner in (ada, guest):
        assert (await add(learner, credential_id=same)).status_code == 409
    assert await Passkey.all().count() == 1


async def test_a_challenge_makes_one_passkey(ada: Learner) -> None:
    given = await ada.got("POST /me/passkeys/options")
    body = {"ticket": given["ticket"], "name": "A", "credential": {}}
    made = [ada.device.create(given["options"]) for _ in range(2)]
    first = await ada.ask("POST /me/passkeys", {**body, "credential": made[0]})
    ada_again = await ada.ask("POST /me/passkeys", {**body, "credential": made[1]})
    assert (first.status_code, problem(ada_again)) == (201, (410, "ticket-invalid"))


async def test_another_users_challenge_makes_none(ada: Learner, guest: Learner) -> None:
    given = await guest.got("POST /me/passkeys/options")
    credential = ada.device.create(given["options"])
    body = {"ticket": given["ticket"], "name": "A", "credential": credential}
    assert (await ada.ask("POST /me/passkeys", body)).status_code == 410


async def test_there_is_an_end_to_them(ada: Learner) -> None:
    for number in range(MOST):
        await ada.adds_passkey(str(number))
    assert (await ada.ask("POST /me/passkeys/options")).status_code == 409


async def test_adding_one_asks_for_a_fresh_proof_but_not_of_a_guest(
    ada: Learner, guest: Learner, clock: "HandClock"
) -> None:
    clock.advance(FRESH.total_seconds())
    answer = await ada.ask("POST /me/passkeys/options")
    assert problem(answer) == (403, "proof-needed")
    await guest.adds_passkey()
    assert (await log_in(guest)).json()["user"]["id"] == guest.id


async def test_adding_one_ends_other_sessions_unless_told_otherwise(ada: Learner) -> None:
    other = Learner(ada.client, ada.clock, (await ada.logs_in()).json())
    await ada.adds_passkey()
    assert (await other.ask("GET /me")).status_code == 200
    assert (await add(ada)).status_code == 201
    assert (await other.ask("GET /me")).status_code == 401
    assert (await ada.ask("GET /me")).status_code == 200


async def test_a_passkey_is_renamed_by_its_owner_alone(ada: Learner, guest: Learner) -> None:
    added = await ada.adds_passkey()
    path = f"PATCH /me/passkeys/{added['id']}"
    assert (await ada.got(path, {"name": "Old phone"}))["name"] == "Old phone"
    assert (await guest.ask(path, {"name": "Mine"})).status_code == 404
    assert (await Passkey.get()).name == "Old phone"


@pytest.mark.parametrize("name", ["", "x" * 61, 5])
async def test_a_name_has_its_bounds(ada: Learner, name: object) -> None:
    added = await ada.adds_passkey()
    answer = await ada.ask(f"PATCH /me/passkeys/{added['id']}", {"name": name})
    assert answer.status_code == 422


async def test_a_removed_passkey_opens_nothing_and_ends_other_sessions(ada: Learner) -> None:
    added = await ada.adds_passkey()
    other = Learner(ada.client, ada.clock, (await log_in(ada)).json())
    assert (await ada.ask(f"DELETE /me/passkeys/{added['id']}")).status_code == 204
    assert (await log_in(ada)).status_code == 401
    assert (await other.ask("GET /me")).status_code == 401


async def test_other_sessions_may_be_kept(ada: Learner) -> None:
    added = await ada.adds_passkey()
    other = Learner(ada.client, ada.clock, (await log_in(ada)).json())
    answer = await ada.ask(f"DELETE /me/passkeys/{added['id']}", keep_others="1")
    assert answer.status_code == 204
    assert (await other.ask("GET /me")).status_code == 200


@pytest.mark.parametrize("which", ["another's", "nobody's", "no id"])
async def test_what_is_not_ones_own_is_not_there(ada: Learner, guest: Learner, which: str) -> None:
    added = await ada.adds_passkey()
    await guest.adds_passkey()
    where = {"another's": added["id"], "nobody's": str(uuid4()), "no id": "1"}[which]
    assert (await guest.ask(f"DELETE /me/passkeys/{where}")).status_code == 404
    assert await Passkey.all().count() == 2


async def test_the_last_way_in_is_not_removed_not_even_many_at_once(
    client: httpx2.AsyncClient, clock: "HandClock"
) -> None:
    device = Authenticator()
    bea = Learner(client, clock, (await register(client, device)).json(), device)
    (only,) = (await bea.got("GET /me/passkeys"))["passkeys"]
    assert (await bea.ask(f"DELETE /me/passkeys/{only['id']}")).status_code == 409
    others = [await bea.adds_passkey() for _ in range(7)]
    answers = await asyncio.gather(
        *(bea.ask(f"DELETE /me/passkeys/{one['id']}") for one in (only, *others))
    )
    assert sorted(answer.status_code for answer in answers) == [204] * 7 + [409]
    assert await Passkey.all().count() == 1


async def test_an_identity_of_a_provider_that_was_switched_off_is_no_way_in(
    ada: Learner, clock: "HandClock"
) -> None:
    passkey = await ada.adds_passkey()
    await User.filter(id=ada.id).update(password_hash=None)
    await Identity.create(
        id=uuid4(),
        user_id=ada.id,
        provider="google",
        issuer="https://accounts.google.com",
        subject="1",
        created_at=clock.now(),
        last_used_at=clock.now(),
    )
    answer = await ada.ask(f"DELETE /me/passkeys/{passkey['id']}")
    assert problem(answer) == (409, "conflict")


async def test_an_administrator_keeps_a_second_factor(ada: Learner) -> None:
    added = await ada.adds_passkey()
    await User.filter(id=ada.id).update(role="admin")
    # Signed in with the passkey, since the password alone is not enough any more.
    ada.signed = (await log_in(ada)).json()
    assert (await ada.ask(f"DELETE /me/passkeys/{added['id']}")).status_code == 409
    await ada.sets_up_codes()
    assert (await ada.ask(f"DELETE /me/passkeys/{added['id']}")).status_code == 204


async def test_every_change_is_an_event_and_an_audit_entry(ada: Learner) -> None:
    added = await ada.adds_passkey()
    await ada.ask(f"DELETE /me/passkeys/{added['id']}")
    events = await AccountEvent.filter(type="user.password_changed")
    assert [event.body["what"] for event in events] == ["passkey", "passkey"]
    entries = await AuditEntry.all().order_by("id")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("passkey.added", ada.id),
        ("passkey.removed", ada.id),
    ]
