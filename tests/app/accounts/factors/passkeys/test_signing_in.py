"""Coming in with a passkey, and what must not open a door."""

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx2
import pytest
from structlog.testing import capture_logs

from app.accounts.factors.models import Passkey
from app.accounts.factors.passkeys.relying_party import SECONDS
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.platform.audit.models import AuditEntry
from tests.app.accounts.factors.conftest import ACCOUNT, Learner
from tests.app.accounts.factors.test_second_factor import problem
from tests.app.accounts.meanwhile import holding_user, somebody_waits
from tests.authenticator import EDDSA, ES256, PRESENT, RS256, VERIFIED, Authenticator, to_base64url

if TYPE_CHECKING:
    from tests.conftest import HandClock

PERSON = {"email": "bea@example.com", "nickname": "Bea", "birth_year": 1999}


async def offered(client: httpx2.AsyncClient) -> dict[str, Any]:
    answer = await client.post("/api/v1/sessions/passkey/options")
    assert answer.status_code == 200
    given: dict[str, Any] = answer.json()
    return given


async def log_in(learner: Learner, **shown: Any) -> httpx2.Response:
    """Sign in with the learner's newest passkey; by keyword something is done wrong."""
    given = await offered(learner.client)
    credential = learner.device.get(given["options"], **shown)
    return await learner.client.post(
        "/api/v1/sessions/passkey", json={"ticket": given["ticket"], "credential": credential}
    )


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
async def test_a_passkey_alone_opens_a_session_of_both_factors(
    ada: Learner, algorithm: int
) -> None:
    await ada.adds_passkey(algorithm=algorithm)
    answer = await log_in(ada)
    assert answer.status_code == 201
    assert answer.json()["user"] == ada.signed["user"]
    newest = await Session.all().order_by("-created_at", "-id").first()
    assert newest is not None
    assert (newest.method, newest.second_factor) == ("passkey", True)


async def test_it_needs_no_code_beside_it(ada: Learner) -> None:
    await ada.adds_passkey()
    await ada.sets_up_codes()
    assert (await log_in(ada)).status_code == 201


async def test_it_is_asked_for_without_saying_who_one_is(ada: Learner) -> None:
    options = (await offered(ada.client))["options"]
    assert options["allowCredentials"] == []
    assert (options["rpId"], options["userVerification"]) == ("localhost", "required")


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://localhost.example"},
        {"origin": "http://localhost:8081"},
        {"origin": "http://localhost:8080/"},
        {"origin": ["http://localhost:8080"]},
        {"site": "example.com"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"challenge": to_base64url(bytes(32))},
        {"type": "webauthn.create"},
        {"crossOrigin": True},
        {"user_handle": bytes(16)},
        {"user_handle": b""},
    ],
    ids=str,
)
async def test_what_was_not_shown_to_us_here_and_now_opens_nothing(
    ada: Learner, wrong: dict[str, Any]
) -> None:
    await ada.adds_passkey()
    sessions = await Session.all().count()
    answer = await log_in(ada, **wrong)
    assert problem(answer) == (401, "unauthenticated")
    assert await Session.all().count() == sessions


async def test_an_unknown_passkey_is_answered_as_a_wrong_one(ada: Learner) -> None:
    await ada.adds_passkey()
    wrong = await log_in(ada, origin="https://example.com")
    await Passkey.all().delete()
    unknown = await log_in(ada)
    assert (unknown.status_code, unknown.content) == (wrong.status_code, wrong.content)


async def test_an_altered_signature_opens_nothing(ada: Learner) -> None:
    await ada.adds_passkey()
    given = await offered(ada.client)
    credential = ada.device.get(given["options"])
    data = credential["response"]["authenticatorData"]
    credential["response"]["authenticatorData"] = data[:-1] + ("A" if data[-1] != "A" else "E")
    body = {"ticket": given["ticket"], "credential": credential}
    assert (await ada.client.post("/api/v1/sessions/passkey", json=body)).status_code == 401


async def test_a_challenge_is_good_once(ada: Learner) -> None:
    await ada.adds_passkey(counts=False)
    given = await offered(ada.client)
    body = {"ticket": given["ticket"], "credential": ada.device.get(given["options"])}
    assert (await ada.client.post("/api/v1/sessions/passkey", json=body)).status_code == 201
    again = await ada.client.post("/api/v1/sessions/passkey", json=body)
    assert problem(again) == (410, "ticket-invalid")
    other = {**body, "ticket": (await offered(ada.client))["ticket"]}
    assert (await ada.client.post("/api/v1/sessions/passkey", json=other)).status_code == 401


async def test_also_where_the_answer_to_it_was_wrong(ada: Learner) -> None:
    await ada.adds_passkey()
    given = await offered(ada.client)
    wrong = ada.device.get(given["options"], flags=PRESENT)
    body = {"ticket": given["ticket"], "credential": wrong}
    assert (await ada.client.post("/api/v1/sessions/passkey", json=body)).status_code == 401
    body["credential"] = ada.device.get(given["options"])
    assert (await ada.client.post("/api/v1/sessions/passkey", json=body)).status_code == 410


async def test_a_challenge_is_good_for_five_minutes(ada: Learner, clock: "HandClock") -> None:
    await ada.adds_passkey()
    given = await offered(ada.client)
    body = {"ticket": given["ticket"], "credential": ada.device.get(given["options"])}
    clock.advance(SECONDS)
    assert (await ada.client.post("/api/v1/sessions/passkey", json=body)).status_code == 410


async def test_a_counter_that_goes_back_opens_nothing_and_raises_an_alarm(ada: Learner) -> None:
    added = await ada.adds_passkey()
    assert (await log_in(ada, count=7)).status_code == 201
    for count in (7, 6, 0):
        assert (await log_in(ada, count=count)).status_code == 401
    alarms = await AuditEntry.filter(action="passkey.counter_went_back").order_by("id")
    assert [alarm.details for alarm in alarms] == [
        {"passkey": added["id"], "stored": 7, "shown": count} for count in (7, 6, 0)
    ]
    assert {alarm.subject for alarm in alarms} == {ada.id}
    assert (await log_in(ada, count=8)).status_code == 201


async def test_who_has_not_the_key_raises_no_alarm(ada: Learner) -> None:
    await ada.adds_passkey()
    assert (await log_in(ada, count=7)).status_code == 201
    assert (await log_in(ada, count=3, origin="https://example.com")).status_code == 401
    assert not await AuditEntry.filter(action="passkey.counter_went_back").exists()


async def test_a_synchronised_passkey_counts_nothing_for_ever(ada: Learner) -> None:
    await ada.adds_passkey(counts=False)
    for _ in range(3):
        assert (await log_in(ada)).status_code == 201


async def test_a_suspended_users_passkey_opens_nothing(ada: Learner) -> None:
    await ada.adds_passkey()
    await User.filter(id=ada.id).update(status="suspended")
    assert problem(await log_in(ada)) == (403, "forbidden")


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (("id",), "A" * 1365),
        (("rawId",), "not base64!"),
        (("type",), "password"),
        (("response", "clientDataJSON"), "A" * 4097),
        (("response", "authenticatorData"), "A" * 8193),
        (("response", "signature"), ""),
        (("response", "userHandle"), "A" * 89),
    ],
)
async def test_oversized_and_unreadable_fields_are_refused_unread(
    ada: Learner, where: tuple[str, ...], text: str
) -> None:
    await ada.adds_passkey()
    given = await offered(ada.client)
    credential = ada.device.get(given["options"])
    within = credential
    for name in where[:-1]:
        within = within[name]
    within[where[-1]] = text
    body = {"ticket": given["ticket"], "credential": credential}
    assert (await ada.client.post("/api/v1/sessions/passkey", json=body)).status_code == 422


@pytest.mark.parametrize("field", ["clientDataJSON", "authenticatorData", "signature"])
@pytest.mark.parametrize("text", ["A", "AAAA", "eyJ0eXBlIjoxfQ", "gICAgIA", "9" * 4000])
async def test_bytes_that_mean_nothing_are_no_credential(
    ada: Learner, field: str, text: str
) -> None:
    await ada.adds_passkey()
    given = await offered(ada.client)
    credential = ada.device.get(given["options"])
    credential["response"][field] = text
    body = {"ticket": given["ticket"], "credential": credential}
    assert (await ada.client.post("/api/v1/sessions/passkey", json=body)).status_code == 401


# An account that has only a passkey


async def register(
    client: httpx2.AsyncClient, device: Authenticator, person: dict[str, Any] = PERSON, **made: Any
) -> httpx2.Response:
    answer = await client.post("/api/v1/accounts/passkey/options", json=person)
    if answer.status_code != 200:
        return answer
    given = answer.json()
    credential = device.create(given["options"], **made)
    return await client.post(
        "/api/v1/accounts/passkey", json={"ticket": given["ticket"], "credential": credential}
    )


async def test_an_account_needs_no_password(client: httpx2.AsyncClient, clock: "HandClock") -> None:
    device = Authenticator()
    answer = await register(client, device)
    assert answer.status_code == 201
    bea = Learner(client, clock, answer.json(), device)
    assert answer.json()["user"]["email"] == "bea@example.com"
    assert not answer.json()["user"]["email_verified"]
    factors = await bea.got("GET /me/factors")
    assert (factors["password"], len(factors["passkeys"])) == (False, 1)
    assert (await log_in(bea)).json()["user"] == answer.json()["user"]
    by_password = {"email": "bea@example.com", "password": "correct horse"}
    assert (await client.post("/api/v1/sessions", json=by_password)).status_code == 401


async def test_the_device_is_told_whose_the_passkey_is(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/accounts/passkey/options", json=PERSON)
    options = answer.json()["options"]
    assert options["user"]["name"] == "bea@example.com"
    assert options["user"]["displayName"] == "Bea"
    assert options["rp"] == {"id": "localhost", "name": "DoranDoran"}
    assert options["attestation"] == "none"
    assert [one["alg"] for one in options["pubKeyCredParams"]] == [-7, -257, -8]
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }


async def test_an_address_that_is_taken_is_said_before_a_passkey_is_made(ada: Learner) -> None:
    taken = {**PERSON, "email": str(ACCOUNT["email"]).upper()}
    answer = await register(ada.client, Authenticator(), taken)
    assert (answer.status_code, answer.json()["fields"].keys()) == (409, {"email"})


async def test_an_address_that_was_taken_meanwhile_makes_no_account(
    client: httpx2.AsyncClient,
) -> None:
    first = (await client.post("/api/v1/accounts/passkey/options", json=PERSON)).json()
    assert (await register(client, Authenticator())).status_code == 201
    credential = Authenticator().create(first["options"])
    late = {"ticket": first["ticket"], "credential": credential}
    assert (await client.post("/api/v1/accounts/passkey", json=late)).status_code == 409
    assert await User.all().count() == await Passkey.all().count() == 1


async def test_the_rules_for_newcomers_hold_here_too(client: httpx2.AsyncClient) -> None:
    bad = {"email": "bea", "nickname": "\n", "birth_year": 2020}
    answer = await register(client, Authenticator(), bad)
    assert answer.status_code == 422
    assert answer.json()["fields"].keys() == {"email", "nickname", "birth_year"}


async def test_a_passkey_that_cannot_be_verified_makes_no_account(
    client: httpx2.AsyncClient,
) -> None:
    answer = await register(client, Authenticator(), flags=PRESENT)
    assert (answer.status_code, answer.json()["fields"].keys()) == (422, {"credential"})
    assert not await User.all().exists()


async def test_a_passkey_of_another_account_makes_no_account(ada: Learner) -> None:
    await ada.adds_passkey()
    same = ada.device.credentials[0].id
    answer = await register(ada.client, Authenticator(), credential_id=same)
    assert answer.status_code == 409
    assert await User.all().count() == 1


async def test_each_attempt_is_a_line_of_the_log(ada: Learner) -> None:
    await ada.adds_passkey()
    with capture_logs() as lines:
        await log_in(ada)
        await log_in(ada, origin="https://example.com")
    attempts = [line for line in lines if line["event"] == "passkey_log_in"]
    assert [(line["right"], line.get("user_id")) for line in attempts] == [
        (True, ada.id),
        (False, None),
    ]


async def test_a_passkey_that_is_removed_while_it_is_shown_opens_nothing(
    ada: Learner, database: str
) -> None:
    await ada.adds_passkey()
    sessions = await Session.all().count()
    async with holding_user(database, UUID(ada.id)) as beside:
        shown = asyncio.create_task(log_in(ada))
        await somebody_waits(beside)
        await beside.execute("DELETE FROM passkeys")
    assert problem(await shown) == (401, "unauthenticated")
    assert await Session.all().count() == sessions
