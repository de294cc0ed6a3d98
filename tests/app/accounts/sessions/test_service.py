"""Sessions on the real database: refreshed once per token, shared by nobody, ended at once."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.accounts import models, schemas
from app.accounts.errors import SessionEnded, TokenExpired, TokenInvalid
from app.accounts.joined import Accounts
from app.accounts.sessions.models import RefreshToken, Session
from app.platform.principal import Principal
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from tests.app.accounts.members import logged_in

if TYPE_CHECKING:
    from tests.conftest import HandClock

GUEST = schemas.NewGuest(nickname="하늘", birth_year=2000)
ACCOUNT = schemas.NewAccount(
    email="ada@example.com", password="correct horse", nickname="Ada", birth_year=2000
)
LOG_IN = schemas.LogIn(email=ACCOUNT.email, password=ACCOUNT.password)


async def principal_of(accounts: Accounts, signed: schemas.Signed) -> Principal:
    principal, _ = await accounts.access.principal_for_token(signed.access_token)
    return principal


async def ended_reason(principal: Principal) -> str | None:
    return (await Session.get(id=principal.session_id)).ended_reason


# Refreshing


async def test_a_refresh_token_is_exchanged_for_the_next_one(
    accounts: Accounts, clock: "HandClock"
) -> None:
    first = await accounts.service.enter_as_guest(GUEST)
    principal = await principal_of(accounts, first)
    clock.advance(1000)
    with pytest.raises(TokenExpired):
        await principal_of(accounts, first)
    second = await accounts.sessions.refresh(first.refresh_token)
    assert second.refresh_token != first.refresh_token
    assert second.user == first.user
    assert await principal_of(accounts, second) == principal
    assert (await Session.get(id=principal.session_id)).last_used_at == clock.now()


async def test_many_who_refresh_at_once_get_the_same_successor(accounts: Accounts) -> None:
    signed = await accounts.service.enter_as_guest(GUEST)
    answers = await asyncio.gather(
        *(accounts.sessions.refresh(signed.refresh_token) for _ in range(12))
    )
    assert len({answer.refresh_token for answer in answers}) == 1
    assert len({answer.access_token for answer in answers}) == 12
    assert await RefreshToken.all().count() == 2
    await accounts.sessions.refresh(answers[0].refresh_token)


async def test_a_lost_answer_is_given_again_until_its_successor_is_used(
    accounts: Accounts, clock: "HandClock"
) -> None:
    first = await accounts.service.enter_as_guest(GUEST)
    lost = await accounts.sessions.refresh(first.refresh_token)
    clock.advance(timedelta(days=20).total_seconds())
    again = await accounts.sessions.refresh(first.refresh_token)
    assert again.refresh_token == lost.refresh_token
    third = await accounts.sessions.refresh(again.refresh_token)
    assert third.refresh_token not in {first.refresh_token, lost.refresh_token}


@pytest.mark.parametrize("behind", [1, 2, 3])
async def test_a_token_shown_after_its_successor_was_used_ends_the_session(
    accounts: Accounts, behind: int
) -> None:
    chain = [await accounts.service.enter_as_guest(GUEST)]
    for _ in range(behind + 1):
        chain.append(await accounts.sessions.refresh(chain[-1].refresh_token))
    principal = await principal_of(accounts, chain[-1])

    with pytest.raises(SessionEnded):
        await accounts.sessions.refresh(chain[-2 - behind].refresh_token)
    assert await ended_reason(principal) == "refresh_reuse"
    for signed in chain:
        with pytest.raises(SessionEnded):
            await accounts.sessions.refresh(signed.refresh_token)
        with pytest.raises(SessionEnded):
            await principal_of(accounts, signed)


async def test_the_token_before_the_newest_may_still_be_shown(accounts: Accounts) -> None:
    first = await accounts.service.enter_as_guest(GUEST)
    second = await accounts.sessions.refresh(first.refresh_token)
    third = await accounts.sessions.refresh(second.refresh_token)
    assert (
        await accounts.sessions.refresh(second.refresh_token)
    ).refresh_token == third.refresh_token


async def test_a_reused_token_ends_no_other_session(accounts: Accounts) -> None:
    stolen = await accounts.service.register(ACCOUNT)
    other = await logged_in(accounts, LOG_IN)
    second = await accounts.sessions.refresh(stolen.refresh_token)
    await accounts.sessions.refresh(second.refresh_token)
    with pytest.raises(SessionEnded):
        await accounts.sessions.refresh(stolen.refresh_token)
    await principal_of(accounts, other)
    await accounts.sessions.refresh(other.refresh_token)


async def test_thief_and_owner_at_once_either_agree_or_end_the_session(
    accounts: Accounts,
) -> None:
    first = await accounts.service.enter_as_guest(GUEST)
    second = await accounts.sessions.refresh(first.refresh_token)
    outcomes = await asyncio.gather(
        *(accounts.sessions.refresh(shown.refresh_token) for shown in (first, second) * 6),
        return_exceptions=True,
    )
    handed_out = {answer.refresh_token for answer in outcomes if isinstance(answer, schemas.Signed)}
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert len(handed_out - {second.refresh_token}) <= 1
    assert all(isinstance(outcome, SessionEnded) for outcome in refused)
    session = await Session.get()
    assert session.ended_reason == ("refresh_reuse" if refused else None)


async def test_a_successor_is_kept_sealed_and_only_until_it_is_used(
    accounts: Accounts, sealer: Sealer
) -> None:
    first = await accounts.service.enter_as_guest(GUEST)
    second = await accounts.sessions.refresh(first.refresh_token)
    row = await RefreshToken.get(successor_sealed__isnull=False)
    assert row.successor_sealed is not None
    assert row.successor_key_id is not None
    assert second.refresh_token.encode() not in bytes(row.successor_sealed)
    opened = sealer.open(
        bytes(row.successor_sealed), row.successor_key_id, f"refresh_tokens:{row.id}"
    )
    assert opened.decode() == second.refresh_token

    await accounts.sessions.refresh(second.refresh_token)
    kept = await RefreshToken.get(successor_sealed__isnull=False)
    assert kept.id == row.successor_id
    await accounts.sessions.log_out(await principal_of(accounts, first))
    assert await RefreshToken.filter(successor_sealed__isnull=False).count() == 0


async def test_a_session_unused_for_its_days_ends(
    accounts: Accounts, settings: Settings, clock: "HandClock"
) -> None:
    days = timedelta(days=settings.session_days).total_seconds()
    first = await accounts.service.enter_as_guest(GUEST)
    clock.advance(days - 1)
    second = await accounts.sessions.refresh(first.refresh_token)
    principal = await principal_of(accounts, second)
    clock.advance(days)
    for signed in (second, first):
        with pytest.raises(SessionEnded):
            await accounts.sessions.refresh(signed.refresh_token)
    assert await ended_reason(principal) == "expired"


async def test_a_suspended_user_refreshes_no_session_and_an_active_one_again_does(
    accounts: Accounts,
) -> None:
    signed = await accounts.service.enter_as_guest(GUEST)
    used = await accounts.sessions.refresh(signed.refresh_token)
    await models.User.filter(id=signed.user.id).update(status="suspended")
    for shown in (signed, used):
        with pytest.raises(SessionEnded):
            await accounts.sessions.refresh(shown.refresh_token)
    await models.User.filter(id=signed.user.id).update(status="active")
    await accounts.sessions.refresh(used.refresh_token)


@pytest.mark.parametrize(
    "shown",
    [lambda signed: signed.access_token, lambda _: "", lambda _: "x" * 43, lambda _: "é\x00"],
    ids=["an access token", "nothing", "a guess", "noise"],
)
async def test_what_is_no_refresh_token_refreshes_nothing(
    accounts: Accounts, shown: Callable[[schemas.Signed], str]
) -> None:
    signed = await accounts.service.enter_as_guest(GUEST)
    with pytest.raises(SessionEnded):
        await accounts.sessions.refresh(shown(signed))
    assert (await Session.get()).ended_at is None


async def test_a_refresh_token_is_no_access_token(accounts: Accounts) -> None:
    signed = await accounts.service.enter_as_guest(GUEST)
    with pytest.raises(TokenInvalid):
        await accounts.access.principal_for_token(signed.refresh_token)


# Leaving


async def test_after_logging_out_no_token_of_the_session_counts(
    accounts: Accounts, clock: "HandClock"
) -> None:
    here = await accounts.service.register(ACCOUNT)
    there = await logged_in(accounts, LOG_IN)
    principal = await principal_of(accounts, here)
    await accounts.sessions.log_out(principal)
    with pytest.raises(SessionEnded):
        await principal_of(accounts, here)
    with pytest.raises(SessionEnded):
        await accounts.sessions.refresh(here.refresh_token)
    session = await Session.get(id=principal.session_id)
    assert (session.ended_at, session.ended_reason) == (clock.now(), "logout")
    await principal_of(accounts, there)


async def test_logging_out_twice_changes_nothing(accounts: Accounts, clock: "HandClock") -> None:
    principal = await principal_of(accounts, await accounts.service.enter_as_guest(GUEST))
    await accounts.sessions.log_out(principal)
    ended_at = clock.now()
    clock.advance(5)
    await accounts.sessions.log_out(principal)
    assert (await Session.get()).ended_at == ended_at


async def used_every_week(
    accounts: Accounts, clock: "HandClock", signed: schemas.Signed, days: int
) -> schemas.Signed:
    for _ in range(days // 7):
        clock.advance(timedelta(days=7).total_seconds())
        signed = await accounts.sessions.refresh(signed.refresh_token)
    return signed


async def test_a_session_ends_a_year_after_it_began_however_much_it_is_used(
    accounts: Accounts, clock: "HandClock"
) -> None:
    signed = await accounts.service.register(ACCOUNT)
    signed = await used_every_week(accounts, clock, signed, 364)
    clock.advance(timedelta(days=1).total_seconds())
    with pytest.raises(SessionEnded):
        await accounts.sessions.refresh(signed.refresh_token)
    assert (await Session.get()).ended_reason == "expired"


async def test_a_guest_who_has_nothing_else_to_come_in_with_stays_signed_in(
    accounts: Accounts, clock: "HandClock"
) -> None:
    signed = await accounts.service.enter_as_guest(GUEST)
    signed = await used_every_week(accounts, clock, signed, 400)
    assert (await principal_of(accounts, signed)).user_id == signed.user.id


async def test_with_too_many_sessions_the_longest_unused_ends(
    accounts: Accounts, settings: Settings, clock: "HandClock"
) -> None:
    first = await accounts.service.register(ACCOUNT)
    unused = await logged_in(accounts, LOG_IN)
    clock.advance(1)
    for _ in range(settings.sessions_per_user - 2):
        await accounts.signing_in.log_in(LOG_IN)
    clock.advance(60)
    first = await accounts.sessions.refresh(first.refresh_token)
    await accounts.signing_in.log_in(LOG_IN)
    await principal_of(accounts, first)
    with pytest.raises(SessionEnded):
        await principal_of(accounts, unused)
    assert await Session.filter(ended_at=None).count() == settings.sessions_per_user
