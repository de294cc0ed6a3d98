"""Running a queue's arq worker until asked to stop, through every loss of Redis."""

import asyncio
from collections.abc import Callable
from signal import Signals

from arq.worker import Worker
from redis.exceptions import RedisError

from app.platform.logging import logger

log = logger(__name__)

# Longer after each loss of Redis in a row, in seconds.
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)


async def work_until(stop: asyncio.Event, make: Callable[[], Worker]) -> None:
    """Run workers, each made anew, until `stop`; running jobs may then end.

    arq's own polling ends with the first error of Redis, and a queue whose Redis restarts for a
    second should go on. `make` gives a worker that leaves signals alone.
    """
    losses = 0
    while not stop.is_set():
        worker = make()
        try:
            await _run(worker, stop)
            losses = 0
        except (RedisError, OSError) as error:
            log.warning("queue_away", error=type(error).__name__)
        await _close(worker)
        await _pause(stop, PAUSES[min(losses, len(PAUSES) - 1)])
        losses += 1


async def _run(worker: Worker, stop: asyncio.Event) -> None:
    running = asyncio.ensure_future(worker.async_run())
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            # Takes no more jobs, waits for those that run, then cancels itself.
            worker.handle_sig_wait_for_completion(Signals.SIGTERM)
            await asyncio.wait({running})
        if not running.cancelled():
            running.result()
    finally:
        running.cancel()
        stopping.cancel()
        await asyncio.gather(running, stopping, return_exceptions=True)


async def _close(worker: Worker) -> None:
    try:
        await worker.close()
    except (RedisError, OSError) as error:
        # arq stops at its health key, which runs out by itself, and leaves the connections.
        log.info("queue_not_closed", error=type(error).__name__)
        await worker.pool.aclose(close_connection_pool=True)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
