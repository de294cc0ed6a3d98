"""The blacklist on a real Redis: believed where it is whole, and never where it may not be."""

import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from app.accounts.access.blacklist import PREFIX, Blacklist, Verdict
from app.accounts.access.tokens import Claims
from app.accounts.events.account_event import (
    Known,
    PasswordChanged,
    SessionEnded,
    TokenRevoked,
    UserStatusChanged,
)
from app.platform.embedded_redis import EmbeddedRedis
from app.platform.redis import open_first_redis

TOKEN_SECONDS = 900


class Times:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def redis(empty_redis: str) -> AsyncIterator[Redis]:
    async with open_first_redis(empty_redis, seconds=2) as client:
        yield client


Make = Callable[..., Blacklist]


@pytest.fixture
def make(redis: Redis) -> Make:
    """Make a process's blacklist; `history` is what PostgreSQL would say."""

    def make_one(*history: Known, client: Redis = redis, **how: object) -> Blacklist:
        async def said(seconds: float) -> list[Known]:
            assert seconds == TOKEN_SECONDS + 60
            return list(history)

        return Blacklist(
            client,
            process=uuid4(),
            token_seconds=TOKEN_SECONDS,
            history=said,
            **how,  # type: ignore[arg-type]
        )

    return make_one


def token() -> Claims:
    return Claims(
        sub=uuid4(),
        sid=uuid4(),
        jti=uuid4(),
        role="user",
        iat=0,
        exp=TOKEN_SECONDS,
        iss="dorandoran",
        aud="dorandoran-api",
        type="access",
    )


def ended(claims: Claims) -> SessionEnded:
    return SessionEnded(user_id=claims.sub, session_id=claims.sid, reason="logout")


async def test_nothing_is_believed_before_the_first_writing(make: Make) -> None:
    assert await make().look(token()) is Verdict.UNSURE


async def test_a_token_that_nobody_revoked_is_clear(make: Make) -> None:
    blacklist = make()
    await blacklist.write()
    assert await blacklist.look(token()) is Verdict.CLEAR


async def test_what_one_process_writes_another_finds(make: Make) -> None:
    here, there = make(), make()
    await here.write()
    await there.write()
    session, revoked, suspended, left = token(), token(), token(), token()
    here.take(ended(session))
    here.take(TokenRevoked(user_id=revoked.sub, session_id=revoked.sid, jti=revoked.jti))
    here.take(UserStatusChanged(user_id=suspended.sub, status="suspended"))
    here.take(PasswordChanged(user_id=left.sub))
    await here.write()
    assert await there.look(session) is Verdict.ENDED
    assert await there.look(revoked) is Verdict.REVOKED
    assert await there.look(suspended) is Verdict.UNSURE, "the database knows"
    assert await there.look(left) is Verdict.CLEAR


async def test_another_token_of_a_session_lives_on_when_one_was_revoked(make: Make) -> None:
    here, one = make(), token()
    await here.write()
    here.take(TokenRevoked(user_id=one.sub, session_id=one.sid, jti=uuid4()))
    await here.write()
    assert await here.look(one) is Verdict.CLEAR


async def test_what_a_process_has_read_counts_before_it_is_written(make: Make) -> None:
    blacklist, one = make(), token()
    await blacklist.write()
    blacklist.take(ended(one))
    assert await blacklist.look(one) is Verdict.ENDED


async def test_the_revocations_of_the_last_while_are_written_before_redis_is_believed(
    make: Make,
) -> None:
    one = token()
    blacklist = make(ended(one))
    await blacklist.write()
    assert await blacklist.look(one) is Verdict.ENDED


async def test_a_redis_that_came_back_empty_is_not_believed_until_it_is_filled(
    make: Make, redis: Redis
) -> None:
    one = token()
    blacklist = make(ended(one))
    await blacklist.write()
    await redis.flushall()
    assert await blacklist.look(one) is Verdict.UNSURE
    assert not blacklist.is_believed
    await blacklist.write()
    assert await blacklist.look(one) is Verdict.ENDED


async def test_a_redis_that_emptied_between_two_writings_is_found_out_by_the_next(
    make: Make, redis: Redis
) -> None:
    one = token()
    blacklist = make(ended(one))
    await blacklist.write()
    await redis.flushall()
    await blacklist.write()
    assert not blacklist.is_believed
    await blacklist.write()
    assert await blacklist.look(one) is Verdict.ENDED


async def test_a_failover_to_a_replica_that_lagged_is_found_out(make: Make, redis: Redis) -> None:
    one = token()
    blacklist = make()
    await blacklist.write()
    lagging = await redis.get(blacklist._number_key)
    assert lagging is not None
    blacklist.take(ended(one))
    await blacklist.write()
    # What the replica had: the number of before, and not the mark.
    await redis.set(blacklist._number_key, lagging)
    await redis.delete(f"{PREFIX}sid:{one.sid}")
    assert await blacklist.look(token()) is Verdict.UNSURE


async def test_marks_live_a_little_longer_than_tokens(make: Make, redis: Redis) -> None:
    blacklist, one = make(), token()
    blacklist.take(ended(one))
    await blacklist.write()
    assert TOKEN_SECONDS < await redis.ttl(f"{PREFIX}sid:{one.sid}") <= TOKEN_SECONDS + 60


async def test_what_a_process_has_read_is_forgotten_with_the_tokens(make: Make) -> None:
    times = Times()
    blacklist = make(monotonic=times)
    for _ in range(10):
        blacklist.take(ended(token()))
    times.now += TOKEN_SECONDS + 61
    await blacklist.write()
    assert not blacklist._known


async def test_many_revocations_at_once_are_all_written(make: Make) -> None:
    tokens = [token() for _ in range(2_500)]
    here, there = make(), make(*map(ended, tokens))
    await here.write()
    await there.write()
    for one in (tokens[0], tokens[1_000], tokens[-1]):
        assert await here.look(one) is Verdict.ENDED


async def test_no_key_says_more_than_ids(make: Make, redis: Redis) -> None:
    blacklist, one = make(), token()
    blacklist.take(ended(one))
    await blacklist.write()
    keys = {key.decode() for key in await redis.keys("*")}
    assert keys == {f"{PREFIX}sid:{one.sid}", blacklist._number_key}


async def test_the_history_is_not_read_for_a_redis_that_does_not_answer() -> None:
    asked: list[float] = []

    async def history(seconds: float) -> list[Known]:
        asked.append(seconds)
        return []

    async with open_first_redis("redis://127.0.0.1:1", seconds=2) as away:
        blacklist = Blacklist(away, process=uuid4(), token_seconds=TOKEN_SECONDS, history=history)
        for _ in range(3):
            await blacklist.write()
    assert (asked, blacklist.is_believed) == ([], False)


async def test_a_redis_that_is_away_or_hangs_holds_a_request_once_and_shortly(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = EmbeddedRedis.start(tmp_path / "redis")
    one = token()
    async with open_first_redis(server.url, seconds=2) as client:
        blacklist = make(ended(one), client=client)
        await blacklist.write()
        os.kill(server.process_id, signal.SIGSTOP)
        began = time.monotonic()
        assert await blacklist.look(one) is Verdict.UNSURE
        assert time.monotonic() - began < 1
        with monkeypatch.context() as patched:
            patched.setattr(client, "mget", lambda _: pytest.fail("asked again"))
            assert await blacklist.look(one) is Verdict.UNSURE
        os.kill(server.process_id, signal.SIGCONT)
        await blacklist.write()
        assert await blacklist.look(one) is Verdict.ENDED
        server.stop()
        assert await blacklist.look(one) is Verdict.UNSURE
        await blacklist.write()
        assert not blacklist.is_believed
