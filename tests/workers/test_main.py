"""The worker as a process: it outlasts a Redis that restarts, and ends when asked to."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.composition.mail import SEND_MAILS
from app.platform.clock import SystemClock
from app.platform.embedded_redis import EmbeddedRedis
from app.platform.ids import new_id
from app.platform.jobs import open_queue
from app.platform.mail.letter import Letter
from app.platform.mail.models import Mail
from app.platform.mail.post import PostOffice
from app.platform.sealing import Sealer
from app.study.models import WordList
from tests.app.processes import Command, dorandoran, free_port, run
from tests.app.replica import FlakyBroker, Replica, learner, until, until_true
from tests.app.scripted_agents import word
from tests.conftest import HandClock
from tests.data_key import DATA_KEY
from tests.smtp_server import MailServer

pytestmark = pytest.mark.processes


@pytest.fixture
def redis_directory(run_directory: Path) -> Path:
    return run_directory / "worker"


@asynccontextmanager
async def worker(
    directory: Path, *, database: str, redis_url: str, **more: object
) -> AsyncIterator[Command]:
    """Run the on-demand worker as a process that has begun to work."""
    settings = {
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "DATA_KEY": DATA_KEY,
        "DATA_DIR": directory / "data",
        "PORT": free_port(),
        **more,
    }
    async with dorandoran("worker", "--queue", "on-demand", cwd=directory, **settings) as process:
        await process.says('"event": "working"')
        yield process


async def test_a_job_rung_after_redis_came_back_is_done(
    tmp_path: Path, redis_directory: Path, database: str, sealer: Sealer, clock: HandClock
) -> None:
    replica = Replica(sealer=sealer, clock=clock, broker=FlakyBroker())
    who = await learner()
    sent, turn = await replica.admit(who, await replica.open(who))
    await replica.store.store_words(
        turn,
        sent.message_id,
        from_message=[word("밥", sense_en="rice", example="밥 먹자.", example_en="Let's eat.")],
        from_reply=(),
        failed=False,
    )
    # Else the worker's own sweep could find it before the alarm does.
    await WordList.all().update(created_at=datetime(2999, 1, 1, tzinfo=UTC))
    first = EmbeddedRedis.start(redis_directory)
    try:
        async with worker(tmp_path, database=database, redis_url=first.url) as process:
            first.stop()
            await process.says("queue_away")
            again = EmbeddedRedis.start(redis_directory)
            try:
                async with open_queue(again.url) as queue:
                    await queue.ring("translate_words", str(sent.message_id))

                async def translated() -> bool:
                    return await WordList.filter(translated_at__isnull=False).exists()

                await until(translated, seconds=30)
                process.process.send_signal(signal.SIGTERM)
                assert await process.ends() == 0
            finally:
                again.stop()
    finally:
        first.stop()


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
async def test_a_worker_ends_when_asked_to_also_while_redis_is_away(
    tmp_path: Path, redis_directory: Path, database: str, sealer: Sealer, asked: signal.Signals
) -> None:
    del sealer  # it makes the data key that the worker opens
    redis = EmbeddedRedis.start(redis_directory)
    try:
        async with worker(tmp_path, database=database, redis_url=redis.url) as process:
            redis.stop()
            await process.says("queue_away")
            process.process.send_signal(asked)
            assert await process.ends() == 0
            assert '"event": "stopped"' in process.complained[-1]
            assert not [line for line in process.complained if "Traceback" in line]
    finally:
        redis.stop()


async def test_a_worker_that_finds_no_redis_says_so_in_one_line(
    tmp_path: Path, database: str
) -> None:
    code, _, complaint = await run(
        "worker",
        "--queue",
        "on-demand",
        cwd=tmp_path,
        DATABASE_URL=database,
        REDIS_URL="redis://127.0.0.1:1",
        DATA_DIR=tmp_path / "data",
        PORT=free_port(),
    )
    assert code == 1
    (line,) = complaint.splitlines()
    assert line.startswith("dorandoran: Redis does not answer")


async def test_an_e_mail_that_a_killed_worker_had_in_its_hands_is_sent_by_the_next(
    tmp_path: Path, database: str, empty_redis: str, sealer: Sealer
) -> None:
    post = PostOffice(sealer=sealer, clock=SystemClock(), ids=new_id)
    letter = Letter("Hello", "Good morning", "<p>Good morning</p>")
    async with MailServer(says_nothing=True) as server, open_queue(empty_redis) as queue:
        url = f"smtp://127.0.0.1:{server.port}"
        async with worker(
            tmp_path, database=database, redis_url=empty_redis, SMTP_URL=url
        ) as first:
            await post.post(to="ada@example.com", letter=letter, kind="hello", user_id=None)
            await queue.ring(SEND_MAILS, "now")
            await until_true(lambda: len(server.taken) == 1, seconds=30)
            first.process.kill()
            await first.ends()
        server.says_nothing = False
        assert await Mail.filter(sent_at=None, tries=1).exists(), "taken, and not yet sent"
        # The minute in which the other could still be sending is over.
        await Mail.all().update(next_try_at=SystemClock().now())
        async with worker(tmp_path, database=database, redis_url=empty_redis, SMTP_URL=url):

            async def sent() -> bool:
                return await Mail.filter(sent_at__isnull=False).exists()

            await until(sent, seconds=40)
    first_time, second_time = server.taken
    assert first_time.message["message-id"] == second_time.message["message-id"]
