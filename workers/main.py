"""The worker, joined: a queue's jobs over the rooms that do them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from zoneinfo import ZoneInfo

from arq.connections import RedisSettings
from arq.worker import Worker

from app.composition.addresses import address_of
from app.composition.agents import open_models
from app.composition.broadcast import RoomBroadcast
from app.composition.schema import wait_for_schema
from app.composition.study import TranslationAlarm
from app.costs.ledger import Ledger
from app.platform.clock import SystemClock
from app.platform.database import open_database
from app.platform.ids import new_id
from app.platform.jobs import open_queue
from app.platform.logging import logger
from app.platform.metrics import Metrics
from app.platform.redis import open_redis
from app.platform.sealing import StreamCodec
from app.platform.secret_keys import open_sealer
from app.platform.settings import Settings
from app.rooms.housekeeping import Housekeeping
from app.rooms.journal import Journal
from app.study.service import Words
from app.tutor.translation import translator_over
from realtime.redis_broker import RedisBroker
from workers.jobs.run import Jobs
from workers.queues import batch, on_demand

log = logger(__name__)

# Whose 03:00 the daily jobs run at.
CLOCK_ZONE = ZoneInfo("Asia/Seoul")


@asynccontextmanager
async def open_workshop(settings: Settings, *, metrics: Metrics) -> AsyncIterator[Jobs]:
    """Open database, Redis and models and join what the jobs need; Korean is not loaded."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(
            open_database(address_of(settings.database_url), pool_size=4)
        )
        redis_url = address_of(settings.redis_url)
        redis = open_redis(redis_url)
        stack.push_async_callback(redis.aclose)
        queue = await stack.enter_async_context(open_queue(redis_url))
        sealer, clock = await open_sealer(settings), SystemClock()
        broker = RedisBroker(redis, prefix="dorandoran:", codec=StreamCodec(sealer))
        journal = Journal(sealer=sealer, clock=clock, broadcast=RoomBroadcast(broker))
        models = await stack.enter_async_context(
            open_models(settings, clock=clock, ledger=Ledger(ids=new_id))
        )
        yield Jobs(
            words=Words(
                sealer=sealer,
                clock=clock,
                ids=new_id,
                journal=journal,
                alarm=TranslationAlarm(queue),
            ),
            translator=translator_over(models),
            housekeeping=Housekeeping(clock=clock),
            metrics=metrics,
        )


async def work(settings: Settings, queue: str) -> None:
    """Do the jobs of `queue` (`on-demand` or `batch`) until a signal; running ones may end."""
    await wait_for_schema(settings)
    metrics = Metrics()
    port = settings.worker_metrics_port + (0 if queue == "on-demand" else 1)
    async with open_workshop(settings, metrics=metrics) as jobs:
        with metrics.served(port, settings.host):
            options = on_demand(jobs) if queue == "on-demand" else batch(jobs)
            worker = Worker(
                redis_settings=RedisSettings.from_dsn(address_of(settings.redis_url)),
                timezone=CLOCK_ZONE,
                **options,
            )
            log.info("working", queue=queue)
            try:
                await worker.async_run()
            except asyncio.CancelledError:
                log.info("stopped")
            finally:
                await worker.close()
