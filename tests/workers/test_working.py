"""A worker goes on through every loss of Redis, and ends when asked to."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from arq import func
from arq.typing import WorkerCoroutine
from arq.worker import Worker

from app.platform.embedded_redis import EmbeddedRedis
from app.platform.jobs import ON_DEMAND, open_arq, open_queue, read_job, write_job
from workers.working import work_until

BOUND_SECONDS = 20


@pytest.fixture
def redis_directory(run_directory: Path) -> Path:
    return run_directory / "working"


@pytest.fixture
def redis_of_its_own(redis_directory: Path) -> Iterator[EmbeddedRedis]:
    server = EmbeddedRedis.start(redis_directory)
    yield server
    server.stop()


async def test_a_job_rung_after_redis_came_back_is_done(
    redis_of_its_own: EmbeddedRedis, redis_directory: Path
) -> None:
    done: asyncio.Queue[str] = asyncio.Queue()

    async def note(_context: dict[str, Any], subject: str) -> None:
        done.put_nowait(subject)

    def make() -> Worker:
        return Worker(
            [func(cast("WorkerCoroutine", note), name="note", keep_result=0)],
            queue_name=ON_DEMAND,
            redis_pool=open_arq(redis_of_its_own.url),
            job_serializer=write_job,
            job_deserializer=read_job,
            handle_signals=False,
            poll_delay=0.02,
            job_completion_wait=5,
        )

    stop = asyncio.Event()
    async with asyncio.timeout(BOUND_SECONDS), asyncio.TaskGroup() as group:
        group.create_task(work_until(stop, make))
        async with open_queue(redis_of_its_own.url) as queue:
            await queue.ring("note", "before")
            assert await done.get() == "before"
            redis_of_its_own.stop()
            again = EmbeddedRedis.start(redis_directory)
            try:
                await queue.ring("note", "after")
                assert await done.get() == "after"
                stop.set()
            finally:
                again.stop()


async def test_a_job_that_runs_may_end_before_the_worker_does(
    redis_of_its_own: EmbeddedRedis,
) -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(_context: dict[str, Any], subject: str) -> None:
        del subject
        begun.set()
        await may_end.wait()
        ended.set()

    def make() -> Worker:
        return Worker(
            [func(cast("WorkerCoroutine", slow), name="slow", keep_result=0)],
            queue_name=ON_DEMAND,
            redis_pool=open_arq(redis_of_its_own.url),
            job_serializer=write_job,
            job_deserializer=read_job,
            handle_signals=False,
            poll_delay=0.02,
            job_completion_wait=5,
        )

    stop = asyncio.Event()
    async with asyncio.timeout(BOUND_SECONDS):
        working = asyncio.create_task(work_until(stop, make))
        async with open_queue(redis_of_its_own.url) as queue:
            await queue.ring("slow", "one")
        await begun.wait()
        stop.set()
        may_end.set()
        await working
    assert ended.is_set()
