"""The worker, joined: a queue's jobs over the rooms that do them."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta, timezone

from arq.worker import Worker

from app.accounts.housekeeping import Housekeeping as AccountHousekeeping
from app.composition.addresses import address_of
from app.composition.agents import open_models
from app.composition.broadcast import RoomBroadcast
from app.composition.ledger import ForgivingLedger
from app.composition.mail import mail_sending
from app.composition.personal_data import erasure
from app.composition.schema import wait_for_schema
from app.composition.study import TranslationAlarm
from app.costs.ledger import Ledger
from app.platform.clock import SystemClock
from app.platform.data_keys import reading_again
from app.platform.database import open_database
from app.platform.ids import new_id
from app.platform.jobs import open_arq, open_queue
from app.platform.logging import logger
from app.platform.metrics import Metrics
from app.platform.redis import check_redis, open_redis
from app.platform.sealing import StreamCodec
from app.platform.secret_keys import open_sealer, wrapper_of
from app.platform.settings import Settings
from app.rooms.housekeeping import Housekeeping as RoomHousekeeping
from app.rooms.journal import Journal
from app.study.service import Words
from app.tutor.translation import translator_over
from realtime.redis.broker import RedisBroker
from workers.jobs.run import Jobs
from workers.queues import batch, on_demand
from workers.working import work_until

log = logger(__name__)

# Whose 03:00 the daily jobs run at.
CLOCK_ZONE = timezone(timedelta(hours=9), "Asia/Seoul")


@asynccontextmanager
async def open_workshop(settings: Settings, *, metrics: Metrics) -> AsyncIterator[Jobs]:
    """Open database, Redis and models and join what the jobs need; Korean is not loaded."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(
            open_database(address_of(settings.database_url), pool_size=4)
        )
        redis_url = address_of(settings.redis_url)
        redis = await stack.enter_async_context(open_redis(redis_url))
        queue = await stack.enter_async_context(open_queue(redis_url))
        sealer, clock = await open_sealer(settings), SystemClock()
        await stack.enter_async_context(reading_again(sealer, wrapper_of(settings)))
        broker = RedisBroker(redis, prefix="dorandoran:", codec=StreamCodec(sealer))
        journal = Journal(sealer=sealer, clock=clock, broadcast=RoomBroadcast(broker))
        models = await stack.enter_async_context(
            open_models(settings, clock=clock, ledger=ForgivingLedger(Ledger(ids=new_id)))
        )
        mails = mail_sending(settings, sealer=sealer, clock=clock)
        yield Jobs(
            words=Words(
                sealer=sealer,
                clock=clock,
                ids=new_id,
                journal=journal,
                alarm=TranslationAlarm(queue),
            ),
            translator=translator_over(models),
            mails=mails,
            erasure=erasure(settings, sealer=sealer, clock=clock, queue=queue),
            housekeeping=(
                AccountHousekeeping(clock=clock),
                RoomHousekeeping(clock=clock),
                mails,
            ),
            metrics=metrics,
        )


async def work(settings: Settings, queue: str) -> None:
    """Do the jobs of `queue` (`on-demand` or `batch`) until a signal; running ones may end.

    Raises `SchemaBehindError`, `DatabaseUnreachableError` and `RedisUnreachableError` at the start.
    """
    redis_url = address_of(settings.redis_url)
    await wait_for_schema(settings)
    await check_redis(redis_url)
    stop = _stop_asked()
    metrics = Metrics()
    port = settings.worker_metrics_port + (0 if queue == "on-demand" else 1)
    async with open_workshop(settings, metrics=metrics) as jobs:

        def make() -> Worker:
            return Worker(
                redis_pool=open_arq(redis_url),
                timezone=CLOCK_ZONE,
                handle_signals=False,
                **(on_demand(jobs) if queue == "on-demand" else batch(jobs)),
            )

        with metrics.served(port, settings.host):
            log.info("working", queue=queue)
            await work_until(stop, make)
    log.info("stopped")


def _stop_asked() -> asyncio.Event:
    """Return an event that SIGTERM and Ctrl-C set."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
