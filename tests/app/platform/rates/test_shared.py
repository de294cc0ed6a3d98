"""Counting over replicas, on a real Redis that also goes away and hangs."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest
import redis.asyncio
import structlog.testing

from app.platform.rates import shared
from app.platform.rates.local import LocalCounting
from app.platform.rates.rate import Rate
from app.platform.rates.shared import SharedCounting, open_counting
from tests.conftest import HandClock

RATE = Rate(5, 3600)


@pytest.fixture
async def counting(empty_redis: str, clock: HandClock) -> AsyncIterator[SharedCounting]:
    async with open_counting(empty_redis, LocalCounting(clock)) as opened:
        yield opened


async def taken(counting: SharedCounting, *, times: int) -> int:
    left = [await counting.count("write", "ada", RATE) for _ in range(times)]
    return sum(not one.is_refused for one in left)


async def test_replicas_count_together(
    counting: SharedCounting, empty_redis: str, clock: HandClock
) -> None:
    async with open_counting(empty_redis, LocalCounting(clock)) as other:
        assert [await taken(each, times=2) for each in (counting, other)] == [2, 2]
        assert await taken(counting, times=5) == 1
        assert await taken(other, times=5) == 0


async def test_of_many_at_once_no_more_fit(counting: SharedCounting) -> None:
    results = await asyncio.gather(*(taken(counting, times=1) for _ in range(40)))
    assert sum(results) == RATE.limit


async def test_what_is_left_is_said_and_when_to_come_again(counting: SharedCounting) -> None:
    left = [await counting.count("write", "ada", RATE) for _ in range(6)]
    assert [one.remaining for one in left] == [4, 3, 2, 1, 0, 0]
    assert 3590 <= left[-1].wait <= 3600


async def test_a_key_of_redis_goes_by_itself(counting: SharedCounting, empty_redis: str) -> None:
    await taken(counting, times=2)
    async with redis.asyncio.Redis.from_url(empty_redis) as client:
        (key,) = await client.keys("*")
        assert key.startswith(b"dorandoran:rate")
        assert 0 < await client.ttl(key) <= 2 * RATE.seconds


async def test_while_redis_is_away_this_process_counts_and_nothing_is_open(
    clock: HandClock,
) -> None:
    async with open_counting("redis://127.0.0.1:1", LocalCounting(clock)) as away:
        with structlog.testing.capture_logs() as logged:
            assert await taken(away, times=10) == RATE.limit
        assert [line["event"] for line in logged] == ["rates_counted_locally"], (
            "once, not ten times"
        )


async def test_a_crowd_that_waited_for_redis_together_is_one_line(clock: HandClock) -> None:
    async with open_counting("redis://127.0.0.1:1", LocalCounting(clock)) as away:
        with structlog.testing.capture_logs() as logged:
            results = await asyncio.gather(*(taken(away, times=1) for _ in range(40)))
    assert sum(results) == RATE.limit
    assert [line["event"] for line in logged] == ["rates_counted_locally"]


async def test_a_redis_that_hangs_holds_nobody_for_long_and_only_the_first(
    clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "PATIENCE", 0.05)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, open_counting(f"redis://127.0.0.1:{port}", LocalCounting(clock)) as hanging:
        began = monotonic()
        assert await taken(hanging, times=20) == RATE.limit
        assert monotonic() - began < 1


class Broken:
    """A storage whose Redis is away."""

    def __init__(self) -> None:
        self.asked = 0

    async def acquire_sliding_window_entry(self, *_: object) -> bool:
        self.asked += 1
        await asyncio.sleep(0)
        raise ConnectionError


async def test_redis_counts_again_once_it_is_back(
    counting: SharedCounting, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage, now = counting._storage, 1000.0
    monkeypatch.setattr(shared, "monotonic", lambda: now)
    monkeypatch.setattr(counting, "_storage", None)
    with pytest.raises(AttributeError):
        await taken(counting, times=1)
    monkeypatch.setattr(counting, "_storage", Broken())
    assert await taken(counting, times=3) == 3
    monkeypatch.setattr(counting, "_storage", storage)
    now += shared.AWAY_SECONDS
    assert await taken(counting, times=10) == RATE.limit, "those of before were counted here"


async def test_its_loss_is_said_once_however_many_ask_and_so_is_its_return(
    counting: SharedCounting, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage, now = counting._storage, 1000.0
    monkeypatch.setattr(shared, "monotonic", lambda: now)
    broken = Broken()
    with structlog.testing.capture_logs() as logged:
        monkeypatch.setattr(counting, "_storage", broken)
        await asyncio.gather(*(taken(counting, times=1) for _ in range(100)))
        assert broken.asked <= shared.AT_ONCE, "who waits in line asks no more"
        for _ in range(3):
            now += shared.AWAY_SECONDS
            asked_before = broken.asked
            await asyncio.gather(*(taken(counting, times=1) for _ in range(100)))
            assert broken.asked == asked_before + 1, "one tries for all"
        assert [line["event"] for line in logged] == ["rates_counted_locally"]
        monkeypatch.setattr(counting, "_storage", storage)
        now += shared.AWAY_SECONDS
        await asyncio.gather(*(taken(counting, times=1) for _ in range(100)))
    assert [line["event"] for line in logged[1:]] == ["rates_counted_together"]


async def test_many_at_once_are_counted_over_few_connections(
    counting: SharedCounting, empty_redis: str
) -> None:
    async with redis.asyncio.Redis.from_url(empty_redis) as client:
        before = len(await client.client_list())
        with structlog.testing.capture_logs() as logged:
            results = await asyncio.gather(*(taken(counting, times=1) for _ in range(200)))
        assert len(await client.client_list()) - before <= shared.AT_ONCE
    assert (sum(results), logged) == (RATE.limit, [])


async def test_who_waits_too_long_in_line_is_counted_here_and_redis_is_not_blamed(
    counting: SharedCounting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "PATIENCE", 0.05)
    monkeypatch.setattr(counting, "_line", asyncio.Semaphore(0))
    with structlog.testing.capture_logs() as logged:
        assert await taken(counting, times=10) == RATE.limit
    assert logged == []
