"""Waiting for the schema this code needs; only `up` and `migrate` change it."""

import asyncio

from app.composition.addresses import address_of
from app.platform.database import check_database
from app.platform.logging import logger
from app.platform.migration import SchemaBehindError, pending_at
from app.platform.settings import Settings

log = logger(__name__)

WAIT_SECONDS = 60.0
LOOK_SECONDS = 0.2


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
        raise SchemaBehindError(
            "the database lacks migrations that this release needs: run `dorandoran migrate`"
        ) from error
