"""E-mails, joined: where they are posted, and who sends them."""

from app.platform.clock import Clock
from app.platform.ids import new_id
from app.platform.jobs import JobQueue
from app.platform.mail.post import PostOffice, nobody_hurries
from app.platform.mail.sending import MailSending
from app.platform.mail.smtp import smtp_server
from app.platform.sealing import Sealer
from app.platform.settings import Settings

SEND_MAILS = "send_mails"


def post_office(settings: Settings, *, sealer: Sealer, clock: Clock, queue: JobQueue) -> PostOffice:
    """Return where e-mails are posted; the worker is woken where it has a server to send to."""

    async def wake() -> None:
        # An id of its own: a job of the same id would be dropped while one runs that looked before.
        await queue.ring(SEND_MAILS, str(new_id()))

    return PostOffice(
        sealer=sealer,
        clock=clock,
        ids=new_id,
        hurry=nobody_hurries if settings.smtp_url is None else wake,
    )


def mail_sending(settings: Settings, *, sealer: Sealer, clock: Clock) -> MailSending:
    """Return what the worker sends e-mails with."""
    url = settings.smtp_url
    return MailSending(
        server=None if url is None else smtp_server(url.get_secret_value()),
        sender=settings.mail_from,
        sealer=sealer,
        clock=clock,
    )
