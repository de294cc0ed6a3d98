"""Reads account events every second, and at once when somebody hurries; every process has one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

from app.accounts.events.account_event import Known
from app.accounts.events.reactions import is_of_account
from app.accounts.events.reading import Recorded, recent_event_ids, these_events
from app.platform.logging import logger
from app.platform.recurring import Recurring
from app.platform.tasks import in_transaction_now

log = logger(__name__)

EVERY_SECONDS = 1.0
# Events that were recorded earlier may be committed later: a bare `id > last` would miss them.
WINDOW_SECONDS = 60.0
# Whoever hurries waits so long for this process's own reading.
HURRY_SECONDS = 1.0


class EventReader:
    """Hands each event to `react` once, oldest first; one that it raises at comes again."""

    def __init__(
        self,
        *,
        react: Callable[[Known], None],
        have_read: Callable[[float], None],
        tell_others: Callable[[], Awaitable[None]],
        observe: Callable[[float], None] = lambda _: None,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """`have_read` is told up to when all was read, in monotonic seconds.

        `tell_others` makes other processes read now; it may fail. `observe` is given each event's
        age in seconds.
        """
        self._react = react
        self._have_read = have_read
        self._tell_others = tell_others
        self._observe = observe
        self._monotonic = monotonic
        self._wall = wall
        self._read_at = (monotonic(), wall())
        self._done: set[UUID] = set()
        # Kinds of a later release that were met and told of.
        self._unknown: set[str] = set()
        self._reading = Recurring(self.read, seconds=EVERY_SECONDS, name="account_events_not_read")
        self._telling = asyncio.Event()

    async def run(self) -> None:
        """Read until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._reading.run())
            group.create_task(self._tell())

    def wake(self) -> None:
        """Read now: another process has changed an account."""
        self._reading.wake()

    async def hurry(self) -> None:
        """Have every process read now; return when this one has.

        Inside a transaction nobody waits: what is not committed cannot be read.
        """
        self._telling.set()
        if in_transaction_now():
            self.wake()
            return
        if not await self._reading.done_anew(seconds=HURRY_SECONDS):
            log.warning("account_events_late")

    async def read(self) -> None:
        """Read what is new since the last reading and a window before it, and react."""
        began, moment = self._monotonic(), self._wall()
        # A monotonic clock stands still while its machine sleeps, a wall clock can be set back.
        since = max(began - self._read_at[0], moment - self._read_at[1])
        recent = await recent_event_ids(WINDOW_SECONDS + since)
        self._done.intersection_update(recent)
        async for some in these_events([one for one in recent if one not in self._done]):
            self._react_to(some)
        self._read_at = (began, moment)
        if len(self._done) == len(recent):
            self._have_read(began)

    def _react_to(self, some: list[Recorded]) -> None:
        # Of one change the account's own event comes first: it says why its sessions ended.
        for one in sorted(
            some, key=lambda each: each.event is None or not is_of_account(each.event)
        ):
            if one.event is not None:
                try:
                    self._react(one.event)
                except Exception:
                    log.exception("account_event_not_handled", event_id=str(one.id))
                    continue
                self._observe(one.age)
            elif one.type not in self._unknown:
                self._unknown.add(one.type)
                log.warning("account_event_unknown", type=one.type, event_id=str(one.id))
            self._done.add(one.id)

    async def _tell(self) -> None:
        while True:
            await self._telling.wait()
            self._telling.clear()
            try:
                await self._tell_others()
            except Exception as error:
                # Only sooner: each reads every second anyway.
                log.info("account_events_not_told", error=type(error).__name__)
