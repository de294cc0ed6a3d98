"""The blacklist of access tokens in Redis, which is believed only where it is surely whole.

Three kinds of marks stay as long as a token lives: an ended session and a revoked token refuse; a
user whose status changed sends whoever asks to the database. Each process writes the revocations
of every account event, then a number that only grows into a key of its own. A Redis that came back
empty lacks that number, one that failed over to a replica that lagged has a lower one: then the
database decides, until the revocations of the last while were written back from PostgreSQL.
"""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterable
from enum import Enum, auto
from uuid import UUID

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import RedisError

from app.accounts.access.revocation import mark_of, session_mark, token_mark, user_mark
from app.accounts.access.tokens import Claims
from app.accounts.events.account_event import Known
from app.accounts.events.reading import recent_event_ids, these_events
from app.platform.logging import logger
from app.platform.recurring import Recurring

log = logger(__name__)

PREFIX = "dorandoran:access:"
# Longer than a token lives, for clocks that differ and transactions that commit late.
MARGIN_SECONDS = 60
# A request waits so long for Redis, once: after that the database is asked until it is back. More
# than a busy moment of this process takes.
ASKING_SECONDS = 0.25
WRITING_SECONDS = 2.0
EVERY_SECONDS = 1.0
# The process's number outlives a busy moment, and not the process.
NUMBER_SECONDS = 60
REDIS_AWAY = (RedisError, OSError, TimeoutError)
AT_ONCE = 1_000
# Only where nothing was lost since the last number: who forgot that forgot marks too.
ADVANCE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
"""


class Verdict(Enum):
    """What the blacklist knows of a token."""

    CLEAR = auto()
    """Not revoked while it could have been signed."""
    ENDED = auto()
    """Its session is over."""
    REVOKED = auto()
    """It counts no longer, though its session goes on."""
    UNSURE = auto()
    """Ask the database."""


class Blacklist:
    """Asked for each new token of a session that this process knows."""

    def __init__(
        self,
        redis: Redis,
        *,
        process: UUID,
        token_seconds: int,
        monotonic: Callable[[], float] = time.monotonic,
        asking_seconds: float = ASKING_SECONDS,
        history: Callable[[float], Awaitable[Iterable[Known]]] | None = None,
    ) -> None:
        """`history` returns the events of the last seconds; PostgreSQL's by default."""
        self._redis = redis
        self._number_key = f"{PREFIX}number:{process}"
        self._seconds = token_seconds + MARGIN_SECONDS
        self._monotonic = monotonic
        self._asking_seconds = asking_seconds
        self._history = history or events_of_the_last
        self._numbers = itertools.count(1)
        #: The last number that is in Redis; None: it is not believed.
        self._written: int | None = None
        #: Marks that are still to be written.
        self._pending: set[str] = set()
        #: Marks that this process has read, and until when they matter.
        self._known: dict[str, float] = {}
        self._writing = Recurring(self.write, seconds=EVERY_SECONDS, name="blacklist_not_written")

    @property
    def is_believed(self) -> bool:
        """Whether Redis is asked at all for the moment."""
        return self._written is not None

    def take(self, event: Known) -> None:
        """Take the revocation of an account event, if it is one; it is written soon."""
        mark = mark_of(event)
        if mark is not None:
            self._known[mark] = self._monotonic() + self._seconds
            self._pending.add(mark)
            self._writing.wake()

    async def run(self) -> None:
        """Keep what is in Redis whole until cancelled."""
        await self._writing.run()

    async def look(self, claims: Claims) -> Verdict:
        """Say whether a token of ours was revoked, in one round trip at most."""
        marks = (session_mark(claims.sid), token_mark(claims.jti), user_mark(claims.sub))
        if marks[0] in self._known:
            return Verdict.ENDED
        if marks[1] in self._known:
            return Verdict.REVOKED
        expected = self._written
        if expected is None or marks[2] in self._known:
            return Verdict.UNSURE
        try:
            async with asyncio.timeout(self._asking_seconds):
                number, session, token, user = await self._redis.mget(
                    [self._number_key, *(PREFIX + mark for mark in marks)]
                )
        except REDIS_AWAY as error:
            self._lost(type(error).__name__)
            return Verdict.UNSURE
        if number is None or int(number) < expected:
            self._lost("it forgot")
            return Verdict.UNSURE
        if session is not None:
            return Verdict.ENDED
        if token is not None:
            return Verdict.REVOKED
        return Verdict.CLEAR if user is None else Verdict.UNSURE

    async def write(self) -> None:
        """Write what was revoked, or all of the last while where Redis may lack some.

        Where Redis is away nothing is raised: it is not believed until this has succeeded.
        """
        now = self._monotonic()
        self._known = {mark: until for mark, until in self._known.items() if until > now}
        marks, self._pending = self._pending, set()
        believed = self._written
        try:
            # First whether it answers at all: the history may be long.
            before = await self._begin() if believed is None else believed
        except REDIS_AWAY as error:
            self._lost(type(error).__name__)
            return
        if believed is None:
            earlier = await self._history(self._seconds)
            marks |= {mark for event in earlier if (mark := mark_of(event)) is not None}
        try:
            number = await self._put(sorted(marks), before)
        except REDIS_AWAY as error:
            self._lost(type(error).__name__)
            return
        if number is None or self._written != believed:
            self._lost("it forgot")
            self._writing.wake()
            return
        self._written = number
        if believed is None:
            log.info("blacklist_written_back", revocations=len(marks))

    async def _begin(self) -> int:
        """Write a number to begin with: who has lost it by the end has lost marks."""
        number = next(self._numbers)
        async with asyncio.timeout(WRITING_SECONDS):
            await self._redis.set(self._number_key, number, ex=NUMBER_SECONDS)
        return number

    async def _put(self, marks: list[str], before: int) -> int | None:
        """Write marks behind the number `before`; return the next, None where it was lost."""
        while len(marks) > AT_ONCE:
            async with asyncio.timeout(WRITING_SECONDS):
                await self._pipeline(marks[:AT_ONCE]).execute()
            marks = marks[AT_ONCE:]
        number = next(self._numbers)
        last = self._pipeline(marks)
        last.eval(ADVANCE, 1, self._number_key, str(before), str(number), str(NUMBER_SECONDS))
        async with asyncio.timeout(WRITING_SECONDS):
            return number if (await last.execute())[-1] else None

    def _pipeline(self, marks: list[str]) -> Pipeline:
        pipeline = self._redis.pipeline(transaction=False)
        for mark in marks:
            pipeline.set(PREFIX + mark, b"1", ex=self._seconds)
        return pipeline

    def _lost(self, why: str) -> None:
        if self._written is not None:
            log.warning("blacklist_not_believed", why=why)
        self._written = None


async def events_of_the_last(seconds: float) -> list[Known]:
    """Return the account events of the last `seconds`, from PostgreSQL."""
    return [
        one.event
        async for some in these_events(await recent_event_ids(seconds))
        for one in some
        if one.event is not None
    ]
