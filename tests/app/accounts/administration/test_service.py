"""What administrators do: the change, its event and its audit entry come together or not at all."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from app.accounts import schemas
from app.accounts.administration.service import (
    Administration,
    LastAdministrator,
    NoSecondFactor,
)
from app.accounts.errors import TokenExpired, TokenInvalid
from app.accounts.events.models import AccountEvent
from app.accounts.factors.models import Passkey, TotpSecret
from app.accounts.factors.owned import owned_by
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.accounts.tickets.service import TicketInvalid
from app.platform.audit.models import AuditEntry
from app.platform.errors import Conflict, NotFound
from app.platform.ids import new_id

if TYPE_CHECKING:
    from tests.conftest import HandClock

ACTOR = "command"


@pytest.fixture
def administration(accounts: Accounts) -> Administration:
    return accounts.administration


@pytest.fixture
async def user(accounts: Accounts) -> schemas.User:
    signed = await accounts.service.register(
        schemas.NewAccount(
            email="Ada@example.com", password="correct horse", nickname="Ada", birth_year=2000
        )
    )
    return signed.user


async def guest(accounts: Accounts) -> UUID:
    return (await accounts.service.enter_as_guest(schemas.NewGuest("하늘", 2000))).user.id


async def administrator(accounts: Accounts) -> UUID:
    user_id = await guest(accounts)
    await User.filter(id=user_id).update(role="admin")
    return user_id


async def add_authenticator(user_id: UUID, clock: "HandClock", *, confirmed: bool) -> None:
    await TotpSecret.create(
        id=new_id(),
        user_id=user_id,
        secret=b"sealed",
        key_id=1,
        created_at=clock.now(),
        confirmed_at=clock.now() if confirmed else None,
    )


async def told() -> list[str]:
    return await AccountEvent.all().order_by("created_at").values_list("type", flat=True)  # type: ignore[return-value]


async def audited() -> list[tuple[str, str, str, dict[str, object]]]:
    return [
        (one.actor, one.action, one.subject, one.details)
        for one in await AuditEntry.all().order_by("id")
    ]


@pytest.mark.parametrize("written", ["Ada@example.com", " ada@EXAMPLE.com "])
async def test_an_account_is_found_by_its_address(
    administration: Administration, user: schemas.User, written: str
) -> None:
    (found,) = await administration.find(written, actor=ACTOR)
    assert (found.id, found.email, found.role, found.status) == (
        user.id,
        "Ada@example.com",
        "user",
        "active",
    )
    assert (found.open_sessions, found.second_factor) == (1, False)
    assert await administration.find("bob@example.com", actor=ACTOR) == []


async def test_whoever_looks_an_account_up_is_seen_and_the_address_is_not(
    administration: Administration, user: schemas.User
) -> None:
    await administration.find("ada@example.com", actor=ACTOR)
    await administration.find("bob@example.com", actor=ACTOR)
    assert await audited() == [
        (ACTOR, "account.looked_up", str(user.id), {}),
        (ACTOR, "account.looked_up", "nobody", {}),
    ]


async def test_suspending_ends_every_session_and_says_why_first(
    administration: Administration, user: schemas.User
) -> None:
    shown = await administration.suspend(user.id, actor=ACTOR)
    assert (shown.status, shown.open_sessions) == ("suspended", 0)
    assert await told() == ["user.status_changed", "session.ended"]
    assert (await Session.get()).ended_reason == "suspended"
    assert await audited() == [(ACTOR, "account.suspended", str(user.id), {"sessions": 1})]


async def test_what_is_so_already_is_neither_told_nor_noted(
    administration: Administration, user: schemas.User
) -> None:
    await administration.reactivate(user.id, actor=ACTOR)
    await administration.change_role(user.id, "user", actor=ACTOR)
    assert (await told(), await audited()) == ([], [])
    await administration.suspend(user.id, actor=ACTOR)
    before = await told()
    await administration.suspend(user.id, actor=ACTOR)
    assert await told() == before
    assert len(await audited()) == 1


async def test_a_reactivated_account_signs_in_anew(
    administration: Administration, user: schemas.User
) -> None:
    await administration.suspend(user.id, actor=ACTOR)
    shown = await administration.reactivate(user.id, actor=ACTOR)
    assert (shown.status, shown.open_sessions) == ("active", 0)
    event = await AccountEvent.all().order_by("-created_at").first()
    assert event is not None
    assert (event.body["status"], event.body["was"]) == ("active", "suspended")
    assert [action for _, action, _, _ in await audited()] == [
        "account.suspended",
        "account.reactivated",
    ]


async def test_nothing_is_done_to_an_account_that_is_being_deleted(
    administration: Administration, user: schemas.User
) -> None:
    await User.filter(id=user.id).update(status="deleted")
    with pytest.raises(Conflict):
        await administration.suspend(user.id, actor=ACTOR)
    with pytest.raises(Conflict):
        await administration.reactivate(user.id, actor=ACTOR)
    assert (await User.get(id=user.id)).status == "deleted"


@pytest.mark.parametrize("confirmed", [None, False])
async def test_nobody_becomes_an_administrator_without_a_second_factor(
    administration: Administration,
    user: schemas.User,
    clock: "HandClock",
    confirmed: bool | None,
) -> None:
    if confirmed is not None:
        await add_authenticator(user.id, clock, confirmed=confirmed)
    with pytest.raises(NoSecondFactor, match="neither a passkey nor a confirmed"):
        await administration.change_role(user.id, "admin", actor=ACTOR)
    assert (await User.get(id=user.id)).role == "user"
    assert (await told(), await audited()) == ([], [])


async def test_an_authenticator_or_a_passkey_makes_one(
    accounts: Accounts, administration: Administration, user: schemas.User, clock: "HandClock"
) -> None:
    await add_authenticator(user.id, clock, confirmed=True)
    shown = await administration.change_role(user.id, "admin", actor=ACTOR)
    assert (shown.role, shown.second_factor) == ("admin", True)
    assert await told() == ["user.role_changed"]
    assert await audited() == [
        (ACTOR, "account.role_changed", str(user.id), {"from": "user", "to": "admin"})
    ]
    other = await guest(accounts)
    await Passkey.create(
        id=new_id(),
        user_id=other,
        credential_id=b"1",
        public_key=b"2",
        sign_count=0,
        name="key",
        transports=[],
        backed_up=False,
        created_at=clock.now(),
    )
    assert (await owned_by(other)).has_second_factor
    assert (await administration.change_role(other, "admin", actor=ACTOR)).role == "admin"


async def test_the_last_administrator_stays_one(
    accounts: Accounts, administration: Administration
) -> None:
    last = await administrator(accounts)
    with pytest.raises(LastAdministrator):
        await administration.change_role(last, "user", actor=ACTOR)
    with pytest.raises(LastAdministrator):
        await administration.suspend(last, actor=ACTOR)
    assert (await User.get(id=last)).role == "admin"
    assert await Session.filter(ended_at=None).count() == 1
    assert (await told(), await audited()) == ([], [])


async def test_of_two_administrators_who_demote_each_other_one_stays(
    accounts: Accounts, administration: Administration
) -> None:
    one, other = await administrator(accounts), await administrator(accounts)
    outcomes = await asyncio.gather(
        administration.change_role(one, "user", actor=str(other)),
        administration.change_role(other, "user", actor=str(one)),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "AccountShown",
        "LastAdministrator",
    ]
    assert await User.filter(role="admin").count() == 1


async def test_all_sessions_of_one_user_are_ended_and_nobody_elses(
    accounts: Accounts, administration: Administration, user: schemas.User
) -> None:
    await guest(accounts)
    assert await administration.end_sessions(user.id, actor=ACTOR) == 1
    assert await Session.filter(ended_at=None).count() == 1
    assert [action for _, action, _, _ in await audited()] == ["account.sessions_ended"]


async def test_everybodys_sessions_are_ended(
    accounts: Accounts, administration: Administration, user: schemas.User
) -> None:
    for _ in range(3):
        await guest(accounts)
    # The tests' clock stands in the past of PostgreSQL's.
    assert await administration.end_every_session(actor=ACTOR) == 4
    assert await Session.filter(ended_at=None).count() == 0
    assert [action for _, action, _, _ in await audited()] == ["sessions.all_ended"]


async def test_an_account_that_is_not_there_is_not_found(administration: Administration) -> None:
    for deed in (
        administration.suspend(uuid4(), actor=ACTOR),
        administration.reactivate(uuid4(), actor=ACTOR),
        administration.change_role(uuid4(), "admin", actor=ACTOR),
        administration.end_sessions(uuid4(), actor=ACTOR),
    ):
        with pytest.raises(NotFound):
            await deed


@pytest.mark.parametrize("deed", ["suspend", "end_sessions"])
async def test_a_log_in_half_done_ends_with_the_sessions(
    administration: Administration, accounts: Accounts, user: schemas.User, deed: str
) -> None:
    half = await accounts.tickets.issue("second_factor", seconds=300, user_id=user.id)
    await getattr(administration, deed)(user.id, actor=ACTOR)
    with pytest.raises(TicketInvalid):
        await accounts.tickets.look("second_factor", half)


async def test_a_token_that_leaked_counts_no_longer_and_its_session_goes_on(
    administration: Administration, accounts: Accounts
) -> None:
    signed = await accounts.service.enter_as_guest(schemas.NewGuest("하늘", 2000))
    claims = accounts.access._tokens.verify(signed.access_token)
    await administration.revoke_token(signed.access_token, actor=ACTOR)
    with pytest.raises(TokenExpired):
        await accounts.access.principal_for_token(signed.access_token)
    renewed = await accounts.sessions.refresh(signed.refresh_token)
    await accounts.access.principal_for_token(renewed.access_token)
    assert await told() == ["token.revoked"]
    assert await audited() == [
        (ACTOR, "account.token_revoked", str(signed.user.id), {"jti": str(claims.jti)})
    ]


async def test_what_is_no_token_or_has_expired_is_not_revoked(
    administration: Administration, accounts: Accounts, clock: "HandClock"
) -> None:
    with pytest.raises(TokenInvalid):
        await administration.revoke_token("", actor=ACTOR)
    signed = await accounts.service.enter_as_guest(schemas.NewGuest("하늘", 2000))
    with pytest.raises(TokenInvalid):
        await administration.revoke_token(signed.refresh_token, actor=ACTOR)
    clock.advance(3600)
    with pytest.raises(TokenExpired):
        await administration.revoke_token(signed.access_token, actor=ACTOR)
    assert (await told(), await audited()) == ([], [])
