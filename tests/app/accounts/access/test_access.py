"""Token, blacklist, user: what is believed without asking, and when the database is asked."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from app.accounts import schemas
from app.accounts.access import access as access_module
from app.accounts.access import principals
from app.accounts.access.access import FRESH_SECONDS, Access
from app.accounts.access.blacklist import Blacklist, events_of_the_last
from app.accounts.access.tokens import Tokens
from app.accounts.errors import AccountSuspended, SessionEnded, TokenExpired
from app.accounts.events.account_event import TokenRevoked
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.platform.errors import Unavailable
from app.platform.principal import Principal
from app.platform.redis import open_first_redis
from app.platform.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import HandClock

LONG_AGO = datetime(2026, 11, 23, 12, tzinfo=UTC)
GUEST = schemas.NewGuest(nickname="하늘", birth_year=2000)


class Times:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Asked:
    """Counts how often the database is asked who somebody is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        self.before_answering = asyncio.Event()
        self.before_answering.set()
        self.asked = asyncio.Event()
        self.error: Exception | None = None
        monkeypatch.setattr(access_module, "find_principal", self)

    async def __call__(self, **whom: object) -> Principal:
        self.times += 1
        if self.error is not None:
            raise self.error
        found = await principals.find_principal(**whom)  # type: ignore[arg-type]
        self.asked.set()
        await self.before_answering.wait()
        return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


@pytest.fixture
async def redis(empty_redis: str) -> AsyncIterator[Redis]:
    async with open_first_redis(empty_redis, seconds=2) as client:
        yield client


@pytest.fixture
async def blacklist(redis: Redis, settings: Settings, database: str) -> Blacklist:
    made = Blacklist(redis, process=uuid4(), token_seconds=settings.access_token_seconds)
    await made.write()
    return made


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def access(tokens: Tokens, blacklist: Blacklist, times: Times) -> Access:
    """A process that reads account events."""
    made = Access(tokens=tokens, blacklist=blacklist, monotonic=times)
    made.have_read(times.now)
    return made


async def guest(accounts: Accounts) -> schemas.Signed:
    return await accounts.service.enter_as_guest(GUEST)


async def speaks_for(access: Access, signed: schemas.Signed) -> Principal:
    principal, expires_at = await access.principal_for_token(signed.access_token)
    assert expires_at == signed.access_expires_at
    return principal


async def test_a_token_seen_before_is_answered_without_asking_anybody(
    accounts: Accounts, access: Access, asked: Asked, redis: Redis
) -> None:
    signed = await guest(accounts)
    first = await speaks_for(access, signed)
    before = (await redis.info("stats"))["total_commands_processed"]
    for _ in range(10):
        assert await speaks_for(access, signed) == first
    # The two questions themselves.
    assert (await redis.info("stats"))["total_commands_processed"] - before == 1
    assert asked.times == 1


async def test_a_new_token_of_a_known_session_asks_the_blacklist_and_not_the_database(
    accounts: Accounts, access: Access, asked: Asked
) -> None:
    signed = await guest(accounts)
    first = await speaks_for(access, signed)
    renewed = await accounts.sessions.refresh(signed.refresh_token)
    assert await speaks_for(access, renewed) == first
    assert asked.times == 1


async def test_a_token_that_expired_counts_no_longer_though_it_was_seen(
    accounts: Accounts, access: Access, clock: "HandClock", settings: Settings
) -> None:
    signed = await guest(accounts)
    await speaks_for(access, signed)
    clock.advance(settings.access_token_seconds)
    with pytest.raises(TokenExpired):
        await speaks_for(access, signed)


async def test_the_database_is_asked_each_time_while_account_events_are_not_read(
    accounts: Accounts, access: Access, asked: Asked, times: Times
) -> None:
    signed = await guest(accounts)
    await speaks_for(access, signed)
    times.now += FRESH_SECONDS
    for _ in range(3):
        await speaks_for(access, signed)
    assert asked.times == 4
    await Session.all().update(ended_at=LONG_AGO, ended_reason="logout")
    with pytest.raises(SessionEnded):
        await speaks_for(access, signed)


async def test_the_database_is_asked_while_redis_is_not_believed(
    accounts: Accounts, tokens: Tokens, redis: Redis, asked: Asked, times: Times
) -> None:
    unwritten = Blacklist(redis, process=uuid4(), token_seconds=900)
    access = Access(tokens=tokens, blacklist=unwritten, monotonic=times)
    access.have_read(times.now)
    signed = await guest(accounts)
    await speaks_for(access, signed)
    renewed = await accounts.sessions.refresh(signed.refresh_token)
    await speaks_for(access, renewed)
    assert asked.times == 2


async def test_nobody_is_let_in_while_neither_redis_nor_the_database_can_say_who_it_is(
    accounts: Accounts, access: Access, asked: Asked, redis: Redis
) -> None:
    signed = await guest(accounts)
    await redis.flushall()
    asked.error = ConnectionRefusedError()
    with pytest.raises(Unavailable):
        await speaks_for(access, signed)


async def test_who_was_seen_goes_on_while_only_the_database_is_away_for_a_moment(
    accounts: Accounts, access: Access, asked: Asked
) -> None:
    signed = await guest(accounts)
    first = await speaks_for(access, signed)
    asked.error = ConnectionRefusedError()
    assert await speaks_for(access, signed) == first


async def test_a_change_takes_effect_as_soon_as_its_event_is_told(
    accounts: Accounts, access: Access
) -> None:
    signed = await guest(accounts)
    await speaks_for(access, signed)
    await User.filter(id=signed.user.id).update(role="admin")
    assert (await speaks_for(access, signed)).role == "user"
    access.forget_user(signed.user.id)
    principal = await speaks_for(access, signed)
    assert principal.role == "admin"
    assert await access.current(principal) == principal
    await User.filter(id=signed.user.id).update(status="suspended")
    access.forget_session(principal.session_id)
    with pytest.raises(AccountSuspended):
        await speaks_for(access, signed)


async def test_an_answer_that_is_older_than_a_change_is_not_remembered(
    accounts: Accounts, access: Access, asked: Asked
) -> None:
    signed = await guest(accounts)
    asked.before_answering.clear()
    asking = asyncio.create_task(speaks_for(access, signed))
    await asked.asked.wait()
    await User.filter(id=signed.user.id).update(role="admin")
    access.forget_user(signed.user.id)
    asked.before_answering.set()
    await asking
    assert (await speaks_for(access, signed)).role == "admin"


async def test_a_socket_speaks_for_its_user_as_they_are_now(
    accounts: Accounts, access: Access, asked: Asked, times: Times
) -> None:
    principal = await speaks_for(access, await guest(accounts))
    assert await access.current(principal) is await access.current(principal)
    assert asked.times == 1
    await User.filter(id=principal.user_id).update(language="ko")
    access.forget_user(principal.user_id)
    assert (await access.current(principal)).language == "ko"
    times.now += FRESH_SECONDS
    await Session.filter(id=principal.session_id).update(ended_at=LONG_AGO, ended_reason="logout")
    with pytest.raises(SessionEnded):
        await access.current(principal)


@pytest.mark.parametrize("is_fresh", [True, False])
async def test_one_token_is_revoked_and_the_session_goes_on(
    accounts: Accounts, access: Access, blacklist: Blacklist, times: Times, is_fresh: bool
) -> None:
    signed = await guest(accounts)
    principal = await speaks_for(access, signed)
    renewed = await accounts.sessions.refresh(signed.refresh_token)
    jti = access._tokens.verify(signed.access_token).jti
    await accounts.administration.revoke_token(signed.access_token, actor="command")
    access.forget_session(principal.session_id)
    if is_fresh:
        blacklist.take(
            TokenRevoked(user_id=principal.user_id, session_id=principal.session_id, jti=jti)
        )
    else:
        times.now += FRESH_SECONDS
    with pytest.raises(TokenExpired, match="revoked"):
        await speaks_for(access, signed)
    assert await speaks_for(access, renewed) == principal


async def test_a_new_token_of_an_ended_session_is_refused_by_the_blacklist_alone(
    accounts: Accounts, access: Access, blacklist: Blacklist, asked: Asked
) -> None:
    signed = await guest(accounts)
    principal = await speaks_for(access, signed)
    renewed = await accounts.sessions.refresh(signed.refresh_token)
    await accounts.sessions.log_out(principal)
    for event in await events_of_the_last(60):
        blacklist.take(event)
    with pytest.raises(SessionEnded):
        await speaks_for(access, renewed)
    assert asked.times == 1
