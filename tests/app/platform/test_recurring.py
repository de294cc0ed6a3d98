"""Recurring work is done again and again, at once when asked, and outlives what it raises."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
import pytest

from app.platform.recurring import Recurring

NEVER = 3600.0


class Work:
    """Counts its runs; each waits until it may end, and raises what it is told to."""

    def __init__(self) -> None:
        self.runs = 0
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.raises: Exception | None = None

    async def __call__(self) -> None:
        self.runs += 1
        await self.may_end.wait()
        if self.raises is not None:
            raise self.raises


@asynccontextmanager
async def running(recurring: Recurring) -> AsyncIterator[None]:
    task = asyncio.create_task(recurring.run())
    await asyncio.sleep(0)
    yield
    task.cancel()
    await asyncio.wait([task])


async def test_it_is_done_at_once_and_again_every_so_often() -> None:
    work = Work()
    async with running(Recurring(work, seconds=0.001, name="work")), asyncio.timeout(5):
        while work.runs < 3:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.001)


async def test_who_wakes_it_waits_for_a_run_that_begins_from_then_on() -> None:
    work = Work()
    work.may_end.clear()
    recurring = Recurring(work, seconds=NEVER, name="work")
    async with running(recurring):
        waiting = asyncio.create_task(recurring.done_anew(seconds=5))
        await asyncio.sleep(0)
        assert work.runs == 1, "the run under way began earlier"
        work.may_end.set()
        assert await waiting
        assert work.runs == 2


async def test_who_waits_for_a_run_that_hangs_waits_no_longer_than_they_will() -> None:
    work = Work()
    work.may_end.clear()
    recurring = Recurring(work, seconds=NEVER, name="work")
    async with running(recurring):
        assert not await recurring.done_anew(seconds=0.01)


async def test_nobody_waits_for_what_does_not_run() -> None:
    assert not await Recurring(Work(), seconds=NEVER, name="work").done_anew(seconds=NEVER)


@pytest.mark.parametrize("error", [LookupError("a fault"), asyncpg.ConnectionDoesNotExistError()])
async def test_a_run_that_raises_is_not_the_last(error: Exception) -> None:
    work = Work()
    work.raises = error
    recurring = Recurring(work, seconds=NEVER, name="work")
    async with running(recurring):
        assert await recurring.done_anew(seconds=5)
        assert await recurring.done_anew(seconds=5)
    assert work.runs == 3


async def test_it_ends_also_where_the_work_took_the_cancellation_for_its_own() -> None:
    began = asyncio.Event()

    async def swallow() -> None:
        began.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    running = asyncio.create_task(Recurring(swallow, seconds=60, name="swallowing").run())
    await began.wait()
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=5)
    assert done == {running}
