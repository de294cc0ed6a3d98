"""A time limit for others that our own busy moments do not use up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LOOKS = 5


@asynccontextmanager
async def patience(seconds: float, *, looks: int = LOOKS) -> AsyncIterator[None]:
    """Raise `TimeoutError` after `seconds` within, in which this process was ready to hear.

    It looks `looks` times, and a look that comes late counts once. So a loop that stood still for
    any time has used up one of them, and hears what came meanwhile before the next; a plain
    timeout would be over, since uvloop runs timers before it reads.
    """
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as limit:
        timer: asyncio.TimerHandle

        def look(left: int) -> None:
            nonlocal timer
            if left:
                timer = loop.call_later(seconds / looks, look, left - 1)
            else:
                limit.reschedule(loop.time())

        look(looks)
        try:
            yield
        finally:
            timer.cancel()
