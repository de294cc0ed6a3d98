"""The jobs: each names its work in app/, measures it, and is safe to do twice."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any, Protocol
from uuid import UUID

from arq import Retry

from app.platform.logging import logger
from app.platform.mail.sending import MailSending
from app.platform.metrics import Metrics
from app.platform.outages import DATABASE_AWAY
from app.study.ports import Translator
from app.study.service import Words

log = logger(__name__)

# A list that waits this long had its alarm lost.
SWEEP_AFTER_SECONDS = 15.0


class Housekeeping(Protocol):
    """What a room of the house drops when its time is over."""

    async def clean_up(self) -> dict[str, int]:
        """Delete what is over; return how many rows of each table."""
        ...


class Erasure(Protocol):
    """What erases the accounts that asked for it."""

    async def erase_due(self) -> int:
        """Erase whose days of grace are over; return how many."""
        ...


class Jobs:
    """What the workers do; arq hands each job a context that none of them needs."""

    def __init__(
        self,
        *,
        words: Words,
        translator: Translator,
        mails: MailSending,
        erasure: Erasure,
        housekeeping: Sequence[Housekeeping],
        metrics: Metrics,
    ) -> None:
        self._words = words
        self._translator = translator
        self._mails = mails
        self._erasure = erasure
        self._housekeeping = housekeeping
        self._metrics = metrics

    async def translate_words(self, context: dict[str, Any], message_id: str) -> None:
        """Translate the words of a message and announce it."""
        work = self._words.translate(UUID(message_id), self._translator)
        try:
            await self._measured("translate_words", work)
        except DATABASE_AWAY as error:
            raise Retry(defer=2 ** context["job_try"]) from error

    async def sweep_translations(self, _context: dict[str, Any]) -> None:
        """Set the alarm again of what waits although its alarm was lost."""
        await self._measured("sweep_translations", self._ring_again())

    async def _ring_again(self) -> int:
        # Each as a job of its own: one that fails, or is slow, holds up no other.
        waiting = await self._words.untranslated(older_than=SWEEP_AFTER_SECONDS)
        for message_id in waiting:
            await self._words.wants_translation(message_id)
        return len(waiting)

    async def send_mails(self, context: dict[str, Any], _subject: str = "") -> None:
        """Send the e-mails that are due; whoever posted one rings, and a sweep every 15 s."""
        try:
            await self._measured("send_mails", self._mails.send_due())
        except DATABASE_AWAY as error:
            raise Retry(defer=2 ** context["job_try"]) from error

    async def erase_accounts(self, _context: dict[str, Any]) -> None:
        """Erase accounts whose days of grace are over."""
        await self._measured("erase_accounts", self._erasure.erase_due())

    async def clean_up(self, _context: dict[str, Any]) -> None:
        """Drop tokens, sessions, request ids and announced events whose time is over."""
        await self._measured("clean_up", self._clean_up())

    async def _clean_up(self) -> dict[str, int]:
        dropped: dict[str, int] = {}
        for room in self._housekeeping:
            dropped |= await room.clean_up()
        return dropped

    async def _measured(self, job: str, work: Awaitable[object]) -> None:
        loop = asyncio.get_running_loop()
        began, outcome = loop.time(), "failed"
        try:
            done = await work
            outcome = "done"
            log.info("job_done", job=job, result=done)
        finally:
            self._metrics.jobs.labels(job, outcome).observe(loop.time() - began)
