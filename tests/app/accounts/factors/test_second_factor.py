"""The second step of a log-in: shown once, tried a few times, and never gone round."""

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx2
import pytest

from app.accounts.factors.second_factor import SECONDS
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.accounts.signing_in.models import LogInAttempt
from app.accounts.tickets.service import TRIES
from app.platform.permissions import Permission, SecondFactorMissing, require
from app.platform.principal import Principal
from tests.app.accounts.factors.conftest import Learner

if TYPE_CHECKING:
    from tests.conftest import HandClock


def problem(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_a_password_alone_gets_a_ticket_and_no_session(ada: Learner) -> None:
    await ada.sets_up_codes()
    sessions = await Session.all().count()
    asked = await ada.half_in()
    assert asked.keys() == {"second_factor", "factors", "passkey"}
    assert asked["factors"] == ["totp", "recovery_code"]
    assert await Session.all().count() == sessions


async def test_the_code_opens_a_session_with_both_factors(ada: Learner) -> None:
    await ada.sets_up_codes()
    asked = await ada.half_in()
    answer = await ada.shows(ticket=asked["second_factor"], code=ada.code())
    assert answer.status_code == 201
    assert answer.json()["user"] == ada.signed["user"]
    newest = await Session.all().order_by("-created_at").first()
    assert newest is not None
    assert (newest.method, newest.second_factor) == ("password", True)


async def test_a_passkey_does_as_the_second_factor(ada: Learner) -> None:
    await ada.adds_passkey()
    await ada.sets_up_codes()
    asked = await ada.half_in()
    assert asked["factors"] == ["totp", "passkey", "recovery_code"]
    shown = ada.device.get(asked["passkey"])
    answer = await ada.shows(ticket=asked["second_factor"], credential=shown)
    assert answer.status_code == 201
    again = await ada.half_in()
    replayed = await ada.shows(ticket=again["second_factor"], credential=shown)
    assert problem(replayed) == (403, "second-factor-wrong")


async def test_another_users_passkey_does_not(ada: Learner, guest: Learner) -> None:
    await guest.adds_passkey()
    await ada.adds_passkey()
    await ada.sets_up_codes()
    asked = await ada.half_in()
    theirs = guest.device.get(asked["passkey"], credential=guest.device.credentials[0])
    answer = await ada.shows(ticket=asked["second_factor"], credential=theirs)
    assert problem(answer) == (403, "second-factor-wrong")


async def test_a_code_that_was_used_to_come_in_opens_nothing_again(ada: Learner) -> None:
    await ada.sets_up_codes()
    code = ada.code()
    first, second = await ada.half_in(), await ada.half_in()
    assert (await ada.shows(ticket=first["second_factor"], code=code)).status_code == 201
    answer = await ada.shows(ticket=second["second_factor"], code=code)
    assert problem(answer) == (403, "second-factor-wrong")


async def test_a_ticket_opens_one_session(ada: Learner) -> None:
    await ada.sets_up_codes()
    asked = await ada.half_in()
    ticket = asked["second_factor"]
    assert (await ada.shows(ticket=ticket, code=ada.code())).status_code == 201
    again = await ada.shows(ticket=ticket, code=ada.code(steps=1))
    assert problem(again) == (410, "ticket-invalid")


async def test_of_many_who_show_ticket_and_code_at_once_one_comes_in(ada: Learner) -> None:
    await ada.sets_up_codes()
    asked, code = await ada.half_in(), ada.code()
    answers = await asyncio.gather(
        *(ada.shows(ticket=asked["second_factor"], code=code) for _ in range(5))
    )
    assert sorted(answer.status_code for answer in answers).count(201) == 1


async def test_a_ticket_bears_a_few_wrong_codes(ada: Learner) -> None:
    await ada.sets_up_codes()
    asked = await ada.half_in()
    for _ in range(TRIES):
        wrong = await ada.shows(ticket=asked["second_factor"], code=ada.wrong_code())
        assert problem(wrong) == (403, "second-factor-wrong")
        ada.clock.advance(1)
    answer = await ada.shows(ticket=asked["second_factor"], code=ada.code())
    assert problem(answer)[0] in {410, 429}


async def test_new_tickets_give_no_endless_tries(ada: Learner, clock: "HandClock") -> None:
    await ada.sets_up_codes()
    judged = 0
    for _ in range(30):
        asked = await ada.half_in()
        answer = await ada.shows(ticket=asked["second_factor"], code=ada.wrong_code())
        judged += answer.status_code == 403
        if answer.status_code == 429:
            assert int(answer.headers["retry-after"]) > 0
            break
        clock.advance(1)
    assert judged <= 10
    methods = await LogInAttempt.filter(method="totp", outcome="wrong").count()
    assert methods == judged


async def test_a_ticket_is_good_for_five_minutes(ada: Learner, clock: "HandClock") -> None:
    await ada.sets_up_codes()
    asked = await ada.half_in()
    clock.advance(SECONDS)
    answer = await ada.shows(ticket=asked["second_factor"], code=ada.code())
    assert problem(answer) == (410, "ticket-invalid")


async def test_a_ticket_from_before_a_new_password_is_void(ada: Learner) -> None:
    await ada.sets_up_codes()
    asked = await ada.half_in()
    await User.filter(id=ada.id).update(password_hash="another")
    answer = await ada.shows(ticket=asked["second_factor"], code=ada.code())
    assert problem(answer) == (410, "ticket-invalid")


async def test_who_is_suspended_between_the_steps_does_not_come_in(ada: Learner) -> None:
    await ada.sets_up_codes()
    asked = await ada.half_in()
    await User.filter(id=ada.id).update(status="suspended")
    answer = await ada.shows(ticket=asked["second_factor"], code=ada.code())
    assert answer.status_code == 403


async def test_an_account_that_is_to_be_erased_is_kept_only_by_who_has_both_factors(
    ada: Learner,
) -> None:
    await ada.sets_up_codes()
    assert (await ada.ask("DELETE /me")).status_code == 204
    asked = await ada.half_in()
    wrong = await ada.shows(ticket=asked["second_factor"], code=ada.wrong_code())
    assert problem(wrong) == (403, "second-factor-wrong")
    answer = await ada.shows(ticket=asked["second_factor"], code=ada.code())
    assert problem(answer) == (403, "account-deleted")
    way_back = {"ticket": answer.json()["ticket"]}
    kept = await ada.client.post("/api/v1/account/restored", json=way_back)
    assert kept.status_code == 204
    assert (await ada.logs_in()).status_code == 202


@pytest.mark.parametrize("second", [{}, {"code": "123456", "recovery_code": "X"}])
async def test_exactly_one_factor_is_shown(ada: Learner, second: dict[str, Any]) -> None:
    assert (await ada.shows(ticket="x", **second)).status_code == 422


@pytest.mark.parametrize(
    "second",
    [{"code": "12345"}, {"code": "12345６"}, {"code": 123456}, {"recovery_code": "X" * 65}],
)
async def test_what_cannot_be_a_code_is_not_acceptable(
    ada: Learner, second: dict[str, Any]
) -> None:
    assert (await ada.shows(ticket="x", **second)).status_code == 422


async def test_a_ticket_of_another_kind_is_none(ada: Learner) -> None:
    await ada.sets_up_codes()
    offered = (await ada.client.post("/api/v1/sessions/passkey/options")).json()
    answer = await ada.shows(ticket=offered["ticket"], code=ada.code())
    assert problem(answer) == (410, "ticket-invalid")


# Administrators


def administrator(*, second_factor: bool) -> Principal:
    no = UUID(int=0)
    return Principal(no, no, "admin", 2000, "en", second_factor)


@pytest.mark.parametrize("permission", [Permission.READ_AUDIT, Permission.ADMINISTER_ACCOUNTS])
def test_an_administrators_permissions_need_both_factors(permission: Permission) -> None:
    require(administrator(second_factor=True), permission)
    with pytest.raises(SecondFactorMissing):
        require(administrator(second_factor=False), permission)


def test_an_administrator_of_one_factor_is_a_learner() -> None:
    require(administrator(second_factor=False), Permission.OWN_ACCOUNT)
    require(administrator(second_factor=False), Permission.TALK)


async def test_an_administrator_with_a_passkey_is_asked_for_it_after_the_password(
    ada: Learner,
) -> None:
    await ada.adds_passkey()
    assert (await ada.logs_in()).status_code == 201
    await User.filter(id=ada.id).update(role="admin")
    asked = await ada.half_in()
    assert asked["factors"] == ["passkey"]
    answer = await ada.shows(
        ticket=asked["second_factor"], credential=ada.device.get(asked["passkey"])
    )
    assert answer.status_code == 201


async def test_an_administrator_without_one_signs_in_to_set_it_up(ada: Learner) -> None:
    await User.filter(id=ada.id).update(role="admin")
    ada.signed = (await ada.logs_in()).json()
    await ada.sets_up_codes()
    session = await Session.get(user_id=ada.id, ended_at=None)
    assert session.second_factor
