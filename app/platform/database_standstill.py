"""Tells a PostgreSQL that stands still from one that is busy, and lets nobody wait for it.

A machine that is frozen, or gone behind a network that drops what is sent to it, refuses nothing:
each statement would wait for its own limit, which has to leave room for long work. So whoever has
waited for a while has it looked whether PostgreSQL answers anybody at all.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context

from asyncpg import InterfaceError
from asyncpg.pool import Pool, PoolConnectionProxy

from app.platform.logging import logger
from app.platform.outages import DATABASE_AWAY
from app.platform.patience import patience

log = logger(__name__)

# A connection that is held so long, or waited for, is a reason to look; once more after as long.
LOOK_AFTER_SECONDS = 2.0
# PostgreSQL is given so long to let somebody in and answer; together less than a lease.
ANSWER_SECONDS = 2.0
LOOKS = 20
AGAIN_SECONDS = 0.2


class DatabaseStandsStillError(ConnectionError):
    """PostgreSQL neither answers nor refuses: nothing is known of what was asked of it."""


class Standstill:
    """Lends a pool's connections, and takes all of them back once PostgreSQL stands still.

    A statement that only takes long is left alone: PostgreSQL answers others meanwhile.
    """

    def __init__(
        self,
        answers: Callable[[], Awaitable[object]],
        *,
        look_after: float = LOOK_AFTER_SECONDS,
        answer_within: float = ANSWER_SECONDS,
    ) -> None:
        """`answers` asks PostgreSQL for something, on a connection of its own. In seconds."""
        self._answers = answers
        self._look_after = look_after
        self._answer_within = answer_within
        self._stands_still = False
        self._looking: asyncio.Task[None] | None = None
        self._waiting: set[asyncio.Timeout] = set()
        self._lent: dict[PoolConnectionProxy, asyncio.TimerHandle] = {}
        # How often PostgreSQL is known to have answered.
        self._answered = 0

    async def lend(self, pool: Pool) -> PoolConnectionProxy:
        """Return a connection of `pool`, to be given back by `take_back`.

        Raises `DatabaseStandsStillError`, at once where that is known; and what the pool raises.
        """
        if self._stands_still:
            raise DatabaseStandsStillError("PostgreSQL stands still")
        suspicion = self._suspect_later()
        wait = asyncio.timeout(None)
        try:
            async with wait:
                self._waiting.add(wait)
                try:
                    connection = await pool.acquire()
                finally:
                    self._waiting.discard(wait)
        except TimeoutError as error:
            if wait.expired():
                raise DatabaseStandsStillError("PostgreSQL stands still") from error
            raise
        finally:
            suspicion.cancel()
        self._lent[connection] = self._suspect_later(connection)
        return connection

    async def take_back(
        self, pool: Pool, connection: PoolConnectionProxy, *, answered: bool
    ) -> None:
        """Give `connection` back; `answered` where what was asked last was answered."""
        self._answered += answered
        try:
            await pool.release(connection)
        finally:
            self._lent.pop(connection).cancel()

    async def end(self) -> None:
        """Look no more."""
        for suspicion in self._lent.values():
            suspicion.cancel()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    def _suspect_later(self, lent: PoolConnectionProxy | None = None) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(self._look_after, self._suspect, lent)

    def _suspect(self, lent: PoolConnectionProxy | None) -> None:
        if lent is not None:
            self._lent[lent] = self._suspect_later(lent)
        if self._looking is None or self._looking.done():
            # A context of its own: it serves others than who happens to wait, and no transaction.
            looking = self._look()
            self._looking = asyncio.get_running_loop().create_task(looking, context=Context())

    async def _look(self) -> None:
        try:
            answered = self._answered
            while not await self._is_answered():
                if self._answered != answered:
                    answered = self._answered  # others were answered
                elif not self._stands_still:
                    self._stands_still = True
                    self._let_go()
                await asyncio.sleep(AGAIN_SECONDS)
            if self._stands_still:
                log.info("database_answers_again")
        finally:
            self._stands_still = False

    async def _is_answered(self) -> bool:
        """Say whether PostgreSQL answers, be it by a refusal: of that each hears by themselves."""
        try:
            # A standstill of this process itself costs one look of many.
            async with patience(self._answer_within, looks=LOOKS):
                await self._answers()
        except (TimeoutError, BlockingIOError):  # the latter: a socket that nobody accepts from
            return False
        except DATABASE_AWAY:
            return True
        return True

    def _let_go(self) -> None:
        log.warning("database_stands_still", waiting=len(self._waiting), lent=len(self._lent))
        now = asyncio.get_running_loop().time()
        while self._waiting:
            self._waiting.pop().reschedule(now)
        for connection in list(self._lent):
            # Of one that is lost already the pool has taken hold.
            with suppress(InterfaceError):
                connection.terminate()
