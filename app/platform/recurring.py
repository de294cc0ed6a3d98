"""Work that is done every so often, and at once when asked; it outlives whatever it raises."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from app.platform.logging import kinds_of, logger
from app.platform.outages import DATABASE_AWAY
from app.platform.tasks import is_cancelled

log = logger(__name__)


class Recurring:
    """Does `work` every `seconds`, one run after the other; `run` lives as long as the process."""

    def __init__(self, work: Callable[[], Awaitable[None]], *, seconds: float, name: str) -> None:
        """`name` is what the log calls a run that failed."""
        self._work = work
        self._seconds = seconds
        self._name = name
        self._asked = asyncio.Event()
        self._is_running = False
        self._waiting: list[asyncio.Future[None]] = []

    def wake(self) -> None:
        """Do it at once, or once more after the run that is under way."""
        self._asked.set()

    async def done_anew(self, *, seconds: float) -> bool:
        """Wake it and wait for a run that begins from now on; False where `seconds` do not do.

        At once so where it does not run at all.
        """
        if not self._is_running:
            return False
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        self.wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await done
                return True
        return False

    async def run(self) -> None:
        """Work until cancelled."""
        self._is_running = True
        try:
            while True:
                await self._answer_those_who_wait()
                if is_cancelled():
                    return
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._seconds):
                        await self._asked.wait()
        finally:
            self._is_running = False

    async def _answer_those_who_wait(self) -> None:
        self._asked.clear()
        waiting, self._waiting = self._waiting, []
        await self._once()
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def _once(self) -> None:
        try:
            await self._work()
        except DATABASE_AWAY as error:
            log.warning(self._name, error=kinds_of(error))
        except Exception:
            log.exception(self._name)
