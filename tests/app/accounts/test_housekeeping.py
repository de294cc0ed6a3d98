"""Housekeeping drops tokens and sessions that are over, and nobody's that is still signed in."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.accounts import models
from app.accounts.errors import SessionEnded
from app.accounts.events.models import AccountEvent
from app.accounts.housekeeping import ATTEMPTS_KEPT, EVENTS_KEPT, SESSIONS_KEPT, Housekeeping
from app.accounts.joined import Accounts
from app.accounts.schemas import NewGuest, Signed
from app.accounts.sessions.models import RefreshToken
from app.accounts.signing_in.origin import NOWHERE
from app.platform.clock import SystemClock
from app.platform.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import HandClock

SECOND = timedelta(seconds=1)


@pytest.fixture
def expiry(settings: Settings) -> timedelta:
    return timedelta(days=settings.session_days)


async def enter(accounts: Accounts) -> Signed:
    return await accounts.service.enter_as_guest(NewGuest(nickname="샘", birth_year=1995))


async def over(clock: "HandClock") -> dict[str, int]:
    deleted = await Housekeeping(clock=clock).clean_up()
    return {name: deleted[name] for name in ("refresh_tokens", "sessions")}


async def test_an_attempt_to_sign_in_is_kept_for_thirty_days(
    accounts: Accounts, clock: "HandClock"
) -> None:
    await accounts.guessing.check("password", "ada@example.com", NOWHERE)
    clock.advance(ATTEMPTS_KEPT.total_seconds())
    assert (await Housekeeping(clock=clock).clean_up())["log_in_attempts"] == 0
    clock.advance(1)
    assert (await Housekeeping(clock=clock).clean_up())["log_in_attempts"] == 1


async def test_a_refresh_token_goes_once_it_has_expired(
    accounts: Accounts, clock: "HandClock", expiry: timedelta
) -> None:
    await enter(accounts)
    clock.advance(expiry.total_seconds())
    assert (await Housekeeping(clock=clock).clean_up())["refresh_tokens"] == 0
    clock.advance(1)
    assert (await Housekeeping(clock=clock).clean_up())["refresh_tokens"] == 1
    assert await RefreshToken.all().count() == 0


async def test_who_is_signed_in_stays_so_though_the_session_is_old(
    accounts: Accounts, clock: "HandClock", expiry: timedelta
) -> None:
    signed = await enter(accounts)
    for _ in range(3):
        clock.advance((expiry - SECOND).total_seconds())
        signed = await accounts.sessions.refresh(signed.refresh_token)
        assert (await Housekeeping(clock=clock).clean_up())["sessions"] == 0
    assert await RefreshToken.all().count() == 2, "the newest, and the one before it"
    assert (await accounts.sessions.refresh(signed.refresh_token)).user.id == signed.user.id


async def test_an_ended_session_goes_after_thirty_days_with_its_tokens(
    accounts: Accounts, clock: "HandClock"
) -> None:
    signed = await enter(accounts)
    principal, _ = await accounts.access.principal_for_token(signed.access_token)
    await accounts.sessions.log_out(principal)
    # Still within its time, so that only the session can take it along.
    await RefreshToken.all().update(expires_at=clock.now() + 2 * SESSIONS_KEPT)
    clock.advance(SESSIONS_KEPT.total_seconds())
    assert await over(clock) == {"refresh_tokens": 0, "sessions": 0}
    clock.advance(1)
    assert await over(clock) == {"refresh_tokens": 0, "sessions": 1}
    assert await RefreshToken.all().count() == 0
    assert await models.User.filter(id=signed.user.id).exists(), "the account stays"


async def test_a_session_that_nobody_ended_goes_when_no_token_of_it_is_left(
    accounts: Accounts, clock: "HandClock", expiry: timedelta
) -> None:
    signed = await enter(accounts)
    clock.advance((max(expiry, SESSIONS_KEPT) + SECOND).total_seconds())
    assert await over(clock) == {"refresh_tokens": 1, "sessions": 1}
    with pytest.raises(SessionEnded):
        await accounts.sessions.refresh(signed.refresh_token)


async def test_what_is_over_goes_batch_by_batch_until_nothing_is_left(
    accounts: Accounts,
    clock: "HandClock",
    expiry: timedelta,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.accounts.housekeeping.BATCH", 2)
    for _ in range(5):
        await enter(accounts)
    clock.advance((max(expiry, SESSIONS_KEPT) + SECOND).total_seconds())
    assert await over(clock) == {"refresh_tokens": 5, "sessions": 5}


async def test_a_settled_account_event_goes_after_a_day_and_one_that_is_owed_stays(
    accounts: Accounts,
) -> None:
    for _ in range(2):
        principal, _expires = await accounts.access.principal_for_token(
            (await enter(accounts)).access_token
        )
        await accounts.sessions.log_out(principal)
    settled, owed = await AccountEvent.all()
    day_ago = settled.created_at - EVENTS_KEPT
    await AccountEvent.filter(id=settled.id).update(settled_at=day_ago, created_at=day_ago)
    await AccountEvent.filter(id=owed.id).update(created_at=day_ago)
    assert (await Housekeeping(clock=SystemClock()).clean_up())["account_events"] == 1
    assert [one.id for one in await AccountEvent.all()] == [owed.id]
