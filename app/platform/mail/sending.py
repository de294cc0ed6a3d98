"""Sending what was posted: every e-mail until a server takes it, refuses it, or a day is over.

A row is taken by putting off its next try, so that no transaction is open while a server is spoken
to. A worker that dies between the server's yes and ours sends that e-mail twice, and loses none.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from email.message import EmailMessage

from tortoise.transactions import in_transaction

from app.platform.clock import Clock
from app.platform.logging import logger
from app.platform.mail.message import AddressRefusedError, message_of
from app.platform.mail.models import Mail
from app.platform.mail.post import opened
from app.platform.mail.smtp import MailNotTakenError, Smtp, SmtpServer, open_smtp
from app.platform.sealing import Sealer
from app.platform.sql import execute, fetch

log = logger(__name__)

# What a job waits for, at most; a row's first pause is longer, or two would send it.
RUN_SECONDS = 15.0
# Then no more are taken: to be stopped in the middle of an e-mail is to send it twice.
TAKING_SECONDS = 8.0
# At the same time in one process: its other jobs do not wait for a server that hangs.
MOST_RUNS = 3
PAUSES: Sequence[timedelta] = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
GIVEN_UP_AFTER = timedelta(days=1)
KEPT = timedelta(days=1)
# Where nothing sends them (development), they are kept to be looked at.
UNSENT_KEPT = timedelta(days=7)
BATCH = 5_000

DUE = """
SELECT id, tries FROM mails
WHERE sent_at IS NULL AND given_up_at IS NULL AND next_try_at <= $1
ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""
OLD = """
DELETE FROM mails WHERE id IN (
    SELECT id FROM mails WHERE sent_at < $1 OR given_up_at < $1 OR created_at < $2 LIMIT $3)
"""


class MailSending:
    """What the on-demand worker does with `mails`."""

    def __init__(
        self,
        *,
        server: SmtpServer | None,
        sender: str,
        sealer: Sealer,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`server` None: nothing is sent, and all is kept."""
        self._server = server
        self._sender = sender
        self._sealer = sealer
        self._clock = clock
        self._monotonic = monotonic
        self._runs = 0

    async def send_due(self) -> int:
        """Send what is due, over one connection, for at most 15 s; return how many were taken.

        Where three do so already, they send it.
        """
        if self._server is None or self._runs >= MOST_RUNS:
            return 0
        self._runs += 1
        try:
            return await self._send_over(self._server)
        finally:
            self._runs -= 1

    async def _send_over(self, server: SmtpServer) -> int:
        sent, until = 0, self._monotonic() + TAKING_SECONDS
        try:
            async with asyncio.timeout(RUN_SECONDS), AsyncExitStack() as stack:
                smtp: Smtp | None = None
                while self._monotonic() < until and (mail := await self._take()) is not None:
                    try:
                        if smtp is None:
                            smtp = await stack.enter_async_context(open_smtp(server))
                        await smtp.hand_in(self._message(mail))
                    except (MailNotTakenError, AddressRefusedError) as error:
                        if not await self._put_off(mail, error):
                            break
                    else:
                        await Mail.filter(id=mail.id).update(sent_at=self._clock.now())
                        sent += 1
        except TimeoutError:
            log.info("mails_left_for_the_next_run", sent=sent)
        return sent

    async def clean_up(self) -> dict[str, int]:
        """Drop what was sent or given up a day ago; return how many."""
        now, dropped = self._clock.now(), 0
        while batch := await execute(OLD, now - KEPT, now - UNSENT_KEPT, BATCH):
            dropped += batch
        return {"mails": dropped}

    def _message(self, mail: Mail) -> EmailMessage:
        envelope = opened(mail, self._sealer)
        return message_of(
            envelope.letter,
            sender=self._sender,
            to=envelope.to,
            mail_id=mail.id,
            at=mail.created_at,
        )

    async def _take(self) -> Mail | None:
        now = self._clock.now()
        async with in_transaction():
            due = await fetch(DUE, now)
            if not due:
                return None
            pause = PAUSES[min(due[0]["tries"], len(PAUSES) - 1)]
            await Mail.filter(id=due[0]["id"]).update(
                tries=due[0]["tries"] + 1, next_try_at=now + pause
            )
        return await Mail.get(id=due[0]["id"])

    async def _put_off(self, mail: Mail, error: MailNotTakenError | AddressRefusedError) -> bool:
        """Note a failure; say whether the connection is good for the next e-mail."""
        now = self._clock.now()
        code = error.code if isinstance(error, MailNotTakenError) else 0
        lasting = isinstance(error, AddressRefusedError) or error.lasting
        if lasting or now - mail.created_at >= GIVEN_UP_AFTER:
            await Mail.filter(id=mail.id).update(given_up_at=now)
            log.warning("mail_given_up", mail_id=str(mail.id), kind=mail.kind, code=code)
        else:
            log.info(
                "mail_put_off", mail_id=str(mail.id), kind=mail.kind, code=code, tries=mail.tries
            )
        return lasting or code >= 400
