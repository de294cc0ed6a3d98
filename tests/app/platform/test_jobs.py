"""Alarms for the workers: each rings once, and a Redis that is away stops nobody."""

import os
import signal
import time
from pathlib import Path

import redis.asyncio
import structlog.testing

from app.platform.embedded_redis import EmbeddedRedis
from app.platform.jobs import ON_DEMAND, RING_SECONDS, open_arq, open_queue, read_job, write_job

MESSAGE = "0198c0de-0000-7000-8000-000000000001"


async def waiting(redis_url: str) -> list[tuple[str, str, list[object]]]:
    redis = open_arq(redis_url)
    jobs = await redis.queued_jobs(queue_name=ON_DEMAND)
    await redis.aclose()
    return [(one.function, one.job_id or "", list(one.args)) for one in jobs]


async def test_the_same_job_about_the_same_thing_waits_once(empty_redis: str) -> None:
    async with open_queue(empty_redis) as queue:
        for _ in range(3):
            await queue.ring("translate_words", MESSAGE)
    assert await waiting(empty_redis) == [
        ("translate_words", f"translate_words:{MESSAGE}", [MESSAGE])
    ]


async def test_jobs_about_different_things_wait_each(empty_redis: str) -> None:
    async with open_queue(empty_redis) as queue:
        for subject in ("one", "other"):
            await queue.ring("translate_words", subject)
    assert len(await waiting(empty_redis)) == 2


async def test_while_redis_is_away_the_alarm_is_lost_with_a_line_and_nothing_fails() -> None:
    with structlog.testing.capture_logs() as logged:
        async with open_queue("redis://127.0.0.1:1") as queue:
            await queue.ring("translate_words", MESSAGE)
    assert [(line["event"], line["job"]) for line in logged] == [("alarm_lost", "translate_words")]
    assert MESSAGE not in str(logged)


async def test_a_redis_that_hangs_holds_nobody_up(run_directory: Path) -> None:
    redis = EmbeddedRedis.start(run_directory / "hanging")
    try:
        async with open_queue(redis.url) as queue:
            await queue.ring("translate_words", "before")
            os.kill(redis.process_id, signal.SIGSTOP)
            began = time.monotonic()
            with structlog.testing.capture_logs() as logged:
                await queue.ring("translate_words", MESSAGE)
            assert time.monotonic() - began < RING_SECONDS + 1
            assert [line["event"] for line in logged] == ["alarm_lost"]
            os.kill(redis.process_id, signal.SIGCONT)
            await queue.ring("translate_words", "after")
        assert "translate_words:after" in [job_id for _, job_id, _ in await waiting(redis.url)]
    finally:
        os.kill(redis.process_id, signal.SIGCONT)
        redis.stop()


async def test_a_job_waits_as_plain_data_that_runs_nothing_when_it_is_read(
    empty_redis: str,
) -> None:
    async with open_queue(empty_redis) as queue:
        await queue.ring("translate_words", MESSAGE)
    async with redis.asyncio.Redis.from_url(empty_redis) as client:
        stored = await client.get(f"arq:job:translate_words:{MESSAGE}")
    assert read_job(stored)["f"] == "translate_words"
    assert not stored.startswith(b"\x80"), "this is how a pickle begins"


def test_a_failed_job_is_remembered_by_the_name_of_what_it_raised() -> None:
    assert read_job(write_job({"r": ValueError("what a learner wrote")})) == {"r": "ValueError"}
