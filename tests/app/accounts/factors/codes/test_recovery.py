"""Recovery codes: each is good once, and new ones take the place of all."""

import asyncio
from uuid import UUID

from app.accounts.events.models import AccountEvent
from app.accounts.joined import Accounts
from app.platform.audit.models import AuditEntry
from tests.app.accounts.factors.conftest import Learner


async def test_a_code_stands_in_for_the_phone_once(ada: Learner) -> None:
    await ada.sets_up_codes()
    code = ada.recovery_codes[3]
    asked = await ada.half_in()
    signed = await ada.shows(ticket=asked["second_factor"], recovery_code=code.lower())
    assert signed.status_code == 201
    again = await ada.half_in()
    answer = await ada.shows(ticket=again["second_factor"], recovery_code=code)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/second-factor-wrong")
    assert (await ada.got("GET /me/factors"))["recovery_codes_left"] == 9


async def test_its_owner_is_told_that_one_was_used(ada: Learner) -> None:
    await ada.sets_up_codes()
    asked = await ada.half_in()
    await ada.shows(ticket=asked["second_factor"], recovery_code=ada.recovery_codes[0])
    last = await AccountEvent.all().order_by("-created_at").first()
    assert last is not None
    assert last.body["what"] == "recovery_codes"
    entry = await AuditEntry.all().order_by("-id").first()
    assert entry is not None
    assert entry.action == "recovery_codes.used"


async def test_of_many_who_show_a_code_at_once_one_is_believed(
    ada: Learner, accounts: Accounts
) -> None:
    await ada.sets_up_codes()
    user_id, code = UUID(ada.id), ada.recovery_codes[0]
    taken = await asyncio.gather(
        *(accounts.factors.recovery_codes.take(user_id, code) for _ in range(8))
    )
    assert taken.count(True) == 1


async def test_a_code_is_only_its_owners(ada: Learner, guest: Learner, accounts: Accounts) -> None:
    await ada.sets_up_codes()
    assert not await accounts.factors.recovery_codes.take(UUID(guest.id), ada.recovery_codes[0])


async def test_new_codes_make_the_old_ones_worthless(ada: Learner, accounts: Accounts) -> None:
    await ada.sets_up_codes()
    shown = await ada.got("POST /me/recovery-codes", {})
    assert not set(shown["recovery_codes"]) & set(ada.recovery_codes)
    user_id = UUID(ada.id)
    assert not await accounts.factors.recovery_codes.take(user_id, ada.recovery_codes[0])
    assert await accounts.factors.recovery_codes.take(user_id, shown["recovery_codes"][0])


async def test_without_a_second_factor_there_is_nothing_to_recover(ada: Learner) -> None:
    assert (await ada.ask("POST /me/recovery-codes", {})).status_code == 409
