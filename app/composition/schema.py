"""The schema this code needs: waited for, or asked for; only `up` and `migrate` change it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.composition.addresses import address_of, database_beside
from app.platform.database import check_database, open_database
from app.platform.logging import logger
from app.platform.migration import SchemaBehindError, pending_at, pending_migrations
from app.platform.settings import Settings

log = logger(__name__)

WAIT_SECONDS = 60.0
LOOK_SECONDS = 0.2
BEHIND = "the database lacks migrations that this release needs: run `dorandoran migrate`"


async def wait_for_schema(settings: Settings) -> None:
    """Return when no migration is pending.

    Raises `SchemaBehindError` after a minute, `DatabaseUnreachableError` at once.
    """
    url = address_of(settings.database_url)
    await check_database(url)
    said = False
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            while pending := await pending_at(url):
                if not said:
                    log.info("waiting_for_migrations", pending=pending)
                    said = True
                await asyncio.sleep(LOOK_SECONDS)
    except TimeoutError as error:
        raise SchemaBehindError(BEHIND) from error


@asynccontextmanager
async def open_database_beside(settings: Settings) -> AsyncIterator[None]:
    """Hold the database open for a command beside what runs (`database_beside`).

    Raises `SettingsError`, `DatabaseUnreachableError`, and `SchemaBehindError` at once.
    """
    async with open_database(database_beside(settings), pool_size=2):
        if await pending_migrations():
            raise SchemaBehindError(BEHIND)
        yield
