"""Administration as a command has it: over the database, beside the servers that run."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.accounts.access.tokens import Tokens
from app.accounts.administration.service import Administration
from app.accounts.events.outbox import Outbox
from app.accounts.joined import open_accounts
from app.accounts.passwords.hashing import Passwords
from app.composition.schema import open_database_beside
from app.platform.audit.log import AuditLog
from app.platform.clock import SystemClock
from app.platform.ids import new_id
from app.platform.mail.post import PostOffice
from app.platform.secret_keys import open_sealer, signing_key_text
from app.platform.settings import Settings


@asynccontextmanager
async def open_administration(settings: Settings) -> AsyncIterator[Administration]:
    """Open the database and join what administering needs.

    Servers learn of what is done by reading: nobody tells them. Raises `SettingsError`, and what
    `open_database_beside` and `open_sealer` raise.
    """
    clock = SystemClock()
    async with open_database_beside(settings):
        passwords = Passwords(
            memory_kib=settings.password_memory_kib, passes=settings.password_passes, workers=1
        )
        sealer = await open_sealer(settings)
        try:
            yield open_accounts(
                settings=settings,
                clock=clock,
                ids=new_id,
                passwords=passwords,
                tokens=Tokens(
                    signing_key_text(settings),
                    clock=clock,
                    ids=new_id,
                    seconds=settings.access_token_seconds,
                ),
                sealer=sealer,
                outbox=Outbox(ids=new_id),
                audit=AuditLog(sealer=sealer, clock=clock),
                post=PostOffice(sealer=sealer, clock=clock, ids=new_id),
            ).administration
        finally:
            passwords.close()
