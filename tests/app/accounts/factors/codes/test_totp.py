"""One-time codes: set up in two steps, good once each, gone again, and never by one factor."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

import pyotp
import pytest

from app.accounts.events.models import AccountEvent
from app.accounts.factors.codes.totp import CONFIRMED_WITHIN
from app.accounts.factors.models import RecoveryCode, TotpSecret
from app.accounts.factors.proofs import FRESH
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.platform.audit.models import AuditEntry
from tests.app.accounts.factors.conftest import Learner

if TYPE_CHECKING:
    from tests.conftest import HandClock


async def test_the_first_code_brings_ten_recovery_codes_and_counts_from_then_on(
    ada: Learner,
) -> None:
    assert (await ada.logs_in()).status_code == 201
    await ada.sets_up_codes()
    assert len(set(ada.recovery_codes)) == 10
    assert (await ada.logs_in()).status_code == 202
    factors = await ada.got("GET /me/factors")
    assert factors["totp_since"] is not None
    assert factors["recovery_codes_left"] == 10
    assert factors["asked_for"] == ["totp", "recovery_code"]


async def test_what_was_only_begun_asks_for_nothing_and_proves_nothing(
    ada: Learner, accounts: Accounts, clock: "HandClock"
) -> None:
    begun = await ada.got("POST /me/totp")
    assert (await ada.logs_in()).status_code == 201
    code = pyotp.TOTP(begun["secret"]).at(clock.now())
    assert not await accounts.factors.totp.accept(UUID(ada.id), code)
    assert (await ada.got("GET /me/factors"))["totp_since"] is None


async def test_a_wrong_first_code_changes_nothing(ada: Learner) -> None:
    await ada.got("POST /me/totp")
    answer = await ada.ask("POST /me/totp/confirmed", {"code": "000000"})
    assert (answer.status_code, answer.json()["fields"].keys()) == (422, {"code"})
    assert not await RecoveryCode.all().exists()
    assert (await ada.logs_in()).status_code == 201


async def test_confirming_comes_after_beginning_and_not_long_after(
    ada: Learner, clock: "HandClock"
) -> None:
    never = await ada.ask("POST /me/totp/confirmed", {"code": "000000"})
    assert never.status_code == 409
    await ada.got("POST /me/totp")
    clock.advance(CONFIRMED_WITHIN.total_seconds())
    ada.signed = (await ada.logs_in()).json()
    late = await ada.ask("POST /me/totp/confirmed", {"code": "000000"})
    assert late.status_code == 409


async def test_a_second_secret_waits_until_the_first_is_removed(ada: Learner) -> None:
    await ada.sets_up_codes()
    assert (await ada.ask("POST /me/totp")).status_code == 409
    assert (await ada.ask("POST /me/totp/confirmed", {"code": ada.code()})).status_code == 409


async def test_beginning_again_makes_the_first_secret_worthless(
    ada: Learner, clock: "HandClock"
) -> None:
    first = await ada.got("POST /me/totp")
    second = await ada.got("POST /me/totp")
    assert first["secret"] != second["secret"]
    assert await TotpSecret.all().count() == 1


async def test_a_guest_has_nothing_a_second_factor_could_follow(guest: Learner) -> None:
    assert (await guest.ask("POST /me/totp")).status_code == 409


async def test_the_secret_is_stored_sealed(ada: Learner) -> None:
    await ada.sets_up_codes()
    assert ada.app is not None
    stored = await TotpSecret.get(user_id=ada.id)
    assert ada.app.byte_secret() not in bytes(stored.secret)


async def test_a_code_counts_once_however_many_show_it(ada: Learner, accounts: Accounts) -> None:
    await ada.sets_up_codes()
    user_id, code = UUID(ada.id), ada.code()
    accepted = await asyncio.gather(
        *(accounts.factors.totp.accept(user_id, code) for _ in range(8))
    )
    assert accepted.count(True) == 1
    assert not await accounts.factors.totp.accept(user_id, code)


async def test_a_code_from_before_the_last_one_counts_no_more(
    ada: Learner, accounts: Accounts
) -> None:
    await ada.sets_up_codes()
    user_id = UUID(ada.id)
    assert await accounts.factors.totp.accept(user_id, ada.code(steps=1))
    assert not await accounts.factors.totp.accept(user_id, ada.code())


async def test_nobody_has_codes_without_setting_them_up(ada: Learner, accounts: Accounts) -> None:
    assert not await accounts.factors.totp.accept(UUID(ada.id), "000000")


@pytest.mark.parametrize(
    "does",
    ["POST /me/totp", "DELETE /me/totp", "POST /me/recovery-codes", "POST /me/totp/confirmed"],
)
async def test_an_old_proof_is_not_enough(ada: Learner, clock: "HandClock", does: str) -> None:
    await ada.sets_up_codes()
    clock.advance(FRESH.total_seconds())
    body = {"code": ada.code()} if does.endswith("confirmed") else {}
    answer = await ada.ask(does, body)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/proof-needed")


async def test_a_session_of_one_factor_does_not_remove_the_second(ada: Learner) -> None:
    elsewhere = Learner(ada.client, ada.clock, (await ada.logs_in()).json())
    await ada.sets_up_codes(end_other_sessions=False)
    answer = await elsewhere.ask("DELETE /me/totp")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/proof-needed")


async def test_removing_them_ends_other_sessions_and_the_recovery_codes(ada: Learner) -> None:
    await ada.sets_up_codes()
    asked = await ada.half_in()
    other = Learner(
        ada.client,
        ada.clock,
        (await ada.shows(ticket=asked["second_factor"], code=ada.code())).json(),
    )
    assert (await ada.ask("DELETE /me/totp")).status_code == 204
    assert (await other.ask("GET /me")).status_code == 401
    assert (await ada.ask("GET /me")).status_code == 200
    assert not await RecoveryCode.all().exists()
    assert (await ada.logs_in()).status_code == 201
    assert (await ada.ask("DELETE /me/totp")).status_code == 404


async def test_an_administrator_does_not_remove_their_only_second_factor(ada: Learner) -> None:
    await ada.sets_up_codes()
    await User.filter(id=ada.id).update(role="admin")
    assert (await ada.ask("DELETE /me/totp")).status_code == 409
    await ada.adds_passkey()
    assert (await ada.ask("DELETE /me/totp")).status_code == 204


async def test_every_change_is_an_event_and_an_audit_entry(ada: Learner) -> None:
    session = await Session.get(user_id=ada.id)
    await ada.sets_up_codes()
    await ada.got("POST /me/recovery-codes", {})
    await ada.ask("DELETE /me/totp")
    events = await AccountEvent.filter(type="user.password_changed").order_by("created_at")
    assert [event.body["what"] for event in events] == ["totp", "recovery_codes", "totp"]
    assert {event.body["kept_session"] for event in events} == {str(session.id)}
    entries = await AuditEntry.all().order_by("id")
    assert [entry.action for entry in entries] == [
        "totp.added",
        "recovery_codes.renewed",
        "totp.removed",
    ]
    assert {(entry.actor, entry.subject) for entry in entries} == {(ada.id, ada.id)}
