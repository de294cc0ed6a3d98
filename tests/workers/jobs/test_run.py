"""Jobs run in a real arq worker on the real Redis, and end on the room's channel."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID, uuid4

import asyncpg
import pytest
import redis.asyncio
from arq.worker import Worker
from pydantic import SecretStr

from app.accounts.housekeeping import Housekeeping as AccountHousekeeping
from app.accounts.models import User
from app.composition.mail import mail_sending, post_office
from app.composition.personal_data import erasure
from app.composition.study import TRANSLATE, TranslationAlarm
from app.platform.jobs import ON_DEMAND, JobQueue, open_arq, open_queue
from app.platform.mail.letter import Letter
from app.platform.metrics import Metrics
from app.platform.principal import Principal
from app.platform.sealing import Sealer, StreamCodec
from app.platform.settings import Settings
from app.rooms.housekeeping import Housekeeping as RoomHousekeeping
from app.study.models import WordList
from app.study.ports import WordToTranslate
from app.tutor.translation import DictionaryTranslator
from realtime.redis.broker import RedisBroker
from tests.app.replica import Replica, learner
from tests.app.scripted_agents import word
from tests.conftest import HandClock
from tests.smtp_server import MailServer
from workers.jobs.run import Jobs
from workers.queues import batch, on_demand

# arq closes its connections by a name that redis-py has since changed.
pytestmark = pytest.mark.filterwarnings("ignore:Call to deprecated close:DeprecationWarning")


@pytest.fixture
async def broker(empty_redis: str, sealer: Sealer) -> AsyncIterator[RedisBroker]:
    async with redis.asyncio.Redis.from_url(empty_redis) as client:
        yield RedisBroker(client, prefix="dorandoran:", codec=StreamCodec(sealer))


@pytest.fixture
def replica(sealer: Sealer, clock: HandClock, broker: RedisBroker) -> Replica:
    """A server over the real Redis, which learns of nothing that the worker does but there."""
    return Replica(sealer=sealer, clock=clock, broker=broker)


@pytest.fixture
async def queue(empty_redis: str) -> AsyncIterator[JobQueue]:
    async with open_queue(empty_redis) as opened:
        yield opened


class OftenAway:
    """A translator whose database is away the first times."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    async def translate(
        self, words: Sequence[WordToTranslate], language: str
    ) -> list[tuple[str, str]]:
        if self.errors:
            raise self.errors.pop(0)
        return await DictionaryTranslator().translate(words, language)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def translator() -> OftenAway:
    return OftenAway()


@pytest.fixture
def jobs(
    replica: Replica,
    queue: JobQueue,
    clock: HandClock,
    metrics: Metrics,
    translator: OftenAway,
    settings: Settings,
    sealer: Sealer,
) -> Jobs:
    replica.words._alarm = TranslationAlarm(queue)
    return Jobs(
        words=replica.words,
        translator=translator,
        mails=mail_sending(settings, sealer=sealer, clock=clock),
        erasure=erasure(settings, sealer=sealer, clock=clock, queue=queue),
        housekeeping=(AccountHousekeeping(clock=clock), RoomHousekeeping(clock=clock)),
        metrics=metrics,
    )


async def work(redis_url: str, jobs: Jobs, **changed: object) -> Worker:
    """Do all that waits in the on-demand queue, as the worker process does it; then end."""
    options = {**on_demand(jobs), "cron_jobs": None, **changed}
    worker = Worker(
        redis_pool=open_arq(redis_url),
        burst=True,
        handle_signals=False,
        **options,
    )
    try:
        await worker.async_run()
    finally:
        await worker.close()
    return worker


async def words_wait(replica: Replica, who: Principal) -> tuple[UUID, UUID]:
    """A room and a message in it whose words were announced and are not translated."""
    room_id = await replica.open(who)
    sent, turn = await replica.admit(who, room_id)
    await replica.store.store_words(
        turn,
        sent.message_id,
        from_message=[word("밥", sense_en="rice", example="밥 먹자.", example_en="Let's eat.")],
        from_reply=(),
        failed=False,
    )
    return room_id, sent.message_id


def done(metrics: Metrics, job: str, outcome: str = "done") -> float:
    labels = {"job": job, "outcome": outcome}
    return metrics.registry.get_sample_value("dorandoran_job_seconds_count", labels) or 0.0


async def test_an_alarm_ends_as_words_translated_on_the_rooms_channel(
    replica: Replica, jobs: Jobs, metrics: Metrics, empty_redis: str
) -> None:
    room_id, message_id = await words_wait(replica, await learner())
    await replica.words.wants_translation(message_id)
    await replica.words.wants_translation(message_id)
    worker = await work(empty_redis, jobs)
    assert (worker.jobs_complete, worker.jobs_failed) == (1, 0)
    told = (await replica.stream(room_id))[-1]
    assert (told["type"], told["message_id"]) == ("words.translated", str(message_id))
    assert told["words"][0]["sense"] == "rice"
    assert told["words"][0]["example_translation"] == "Let's eat."
    assert done(metrics, "translate_words") == 1


async def test_the_same_alarm_may_ring_again_at_once_and_does_no_harm(
    replica: Replica, jobs: Jobs, empty_redis: str
) -> None:
    room_id, message_id = await words_wait(replica, await learner())
    for _ in range(2):
        await replica.words.wants_translation(message_id)
        assert (await work(empty_redis, jobs)).jobs_complete == 1
    kinds = [one["type"] for one in await replica.stream(room_id)]
    assert kinds.count("words.translated") == 1


@pytest.mark.parametrize(
    "error",
    [
        OSError("nothing listens there"),
        TimeoutError(),
        asyncpg.ConnectionDoesNotExistError("connection was closed"),
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.InterfaceError("pool is closing"),
    ],
)
async def test_a_job_whose_database_is_away_is_tried_again_later(
    replica: Replica,
    jobs: Jobs,
    metrics: Metrics,
    translator: OftenAway,
    empty_redis: str,
    error: Exception,
) -> None:
    _, message_id = await words_wait(replica, await learner())
    translator.errors = [error]
    await replica.words.wants_translation(message_id)
    worker = await work(empty_redis, jobs, max_burst_jobs=1)
    assert (worker.jobs_retried, worker.jobs_failed) == (1, 0)
    assert done(metrics, "translate_words", "failed") == 1
    async with open_arq(empty_redis) as client:
        assert await client.zscore(ON_DEMAND, f"{TRANSLATE}:{message_id}") is not None


async def test_a_job_that_fails_for_another_reason_is_not_tried_again(
    replica: Replica, jobs: Jobs, translator: OftenAway, empty_redis: str
) -> None:
    _, message_id = await words_wait(replica, await learner())
    translator.errors = [ValueError("a fault of our own")]
    await replica.words.wants_translation(message_id)
    worker = await work(empty_redis, jobs)
    assert (worker.jobs_retried, worker.jobs_failed) == (0, 1)
    assert (await WordList.get(message_id=message_id)).translated_at is None


async def test_words_whose_alarm_was_lost_are_rung_for_again(
    replica: Replica, jobs: Jobs, clock: HandClock, metrics: Metrics, empty_redis: str
) -> None:
    room_id, _ = await words_wait(replica, await learner())
    clock.advance(14)
    await jobs.sweep_translations({})
    assert (await work(empty_redis, jobs)).jobs_complete == 0, "its alarm may still come"
    clock.advance(2)
    await jobs.sweep_translations({})
    assert (await work(empty_redis, jobs)).jobs_complete == 1
    assert (await replica.stream(room_id))[-1]["type"] == "words.translated"
    assert done(metrics, "sweep_translations") == 2


async def test_one_list_that_fails_holds_up_no_other(
    replica: Replica,
    jobs: Jobs,
    translator: OftenAway,
    clock: HandClock,
    empty_redis: str,
) -> None:
    for _ in range(3):
        await words_wait(replica, await learner())
    translator.errors = [ValueError("a fault of our own")]
    clock.advance(20)
    await jobs.sweep_translations({})
    worker = await work(empty_redis, jobs)
    assert (worker.jobs_complete, worker.jobs_failed) == (2, 1)


async def test_cleaning_up_runs_in_the_batch_worker(
    replica: Replica, jobs: Jobs, metrics: Metrics, clock: HandClock, empty_redis: str
) -> None:
    await replica.open(await learner())
    clock.advance(25 * 3600)
    clean_up = batch(jobs)["cron_jobs"][0]
    async with open_arq(empty_redis) as client:
        await client.enqueue_job(
            clean_up.name, _job_id=f"now:{uuid4()}", _queue_name=batch(jobs)["queue_name"]
        )
    worker = await work(empty_redis, jobs, **{**batch(jobs), "poll_delay": 0.01})
    assert (worker.jobs_complete, worker.jobs_failed) == (1, 0)
    assert done(metrics, "clean_up") == 1


async def test_accounts_whose_days_of_grace_are_over_are_erased_in_the_batch_worker(
    jobs: Jobs, metrics: Metrics, clock: HandClock, empty_redis: str
) -> None:
    who = await learner()
    await User.filter(id=who.user_id).update(status="deleted", deletion_asked_at=clock.now())
    clock.advance(31 * 86_400)
    erase = batch(jobs)["cron_jobs"][1]
    async with open_arq(empty_redis) as client:
        await client.enqueue_job(
            erase.name, _job_id=f"now:{uuid4()}", _queue_name=batch(jobs)["queue_name"]
        )
    await work(empty_redis, jobs, **{**batch(jobs), "poll_delay": 0.01})
    assert done(metrics, "erase_accounts") == 1
    assert not await User.filter(id=who.user_id).exists()


async def test_whoever_posts_an_e_mail_and_hurries_has_it_sent_by_the_worker(
    jobs: Jobs,
    settings: Settings,
    sealer: Sealer,
    clock: HandClock,
    queue: JobQueue,
    empty_redis: str,
) -> None:
    async with MailServer() as server:
        there = settings.model_copy(
            update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{server.port}")}
        )
        jobs._mails = mail_sending(there, sealer=sealer, clock=clock)
        post = post_office(there, sealer=sealer, clock=clock, queue=queue)
        for name in ("ada", "bob"):
            letter = Letter("Hello", "Good morning", "<p>Good morning</p>")
            await post.post(to=f"{name}@example.com", letter=letter, kind="hello", user_id=None)
            await post.hurry()
        worker = await work(empty_redis, jobs)
    assert (worker.jobs_complete, worker.jobs_failed) == (2, 0)
    assert sorted(one.recipients[0] for one in server.taken) == [
        "ada@example.com",
        "bob@example.com",
    ]
