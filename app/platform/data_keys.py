"""Reading the wrapped data keys from the database: at the start, and again as others add some."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from app.platform.clock import Clock
from app.platform.key_wrapping import KeyWrapper
from app.platform.logging import logger
from app.platform.models import DataKey
from app.platform.outages import DATABASE_AWAY
from app.platform.sealing import KEY_BYTES, Sealer, SealingError
from app.platform.tasks import is_cancelled

log = logger(__name__)

# How often a process looks for keys that others added. A key seals minutes after it was added
# (key_rotation.SEALS_AFTER), so that everybody has looked often enough before.
READ_SECONDS = 20.0
# What was sealed with an unknown key makes it look at once, but not more often than this.
LEAST_SECONDS = 1.0


async def load_sealer(wrapper: KeyWrapper, *, clock: Clock | None = None) -> Sealer:
    """Return a sealer over every data key; an empty table gets its first key.

    Two processes may start at once: the first row wins and both read it.
    Raises `SealingError` where the wrapper does not open a key.
    """
    if not await DataKey.exists():
        fresh = await wrapper.wrap(secrets.token_bytes(KEY_BYTES))
        first = DataKey(id=1, wrapped=fresh, wrapped_by=wrapper.name)
        await DataKey.bulk_create([first], ignore_conflicts=True)
    keys, seals_from = await _read(wrapper, known=frozenset())
    return Sealer(keys, seals_from=seals_from, clock=clock)


async def read_again(sealer: Sealer, wrapper: KeyWrapper) -> None:
    """Teach `sealer` the keys that were added since. Raises `SealingError`."""
    keys, seals_from = await _read(wrapper, known=sealer.known)
    sealer.learn(keys, seals_from)


@asynccontextmanager
async def reading_again(
    sealer: Sealer, wrapper: KeyWrapper, *, seconds: float = READ_SECONDS
) -> AsyncIterator[None]:
    """Keep `sealer` up to date until left: every `seconds`, and at once where it misses a key."""
    task = asyncio.create_task(_keep_reading(sealer, wrapper, seconds), name="data keys")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_reading(sealer: Sealer, wrapper: KeyWrapper, seconds: float) -> None:
    while not is_cancelled():
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await sealer.wanted.wait()
        sealer.wanted.clear()
        try:
            await read_again(sealer, wrapper)
        except (SealingError, *DATABASE_AWAY) as error:
            # The keys that are known go on opening and sealing.
            log.warning("data_keys_not_read", error=type(error).__name__)
        await asyncio.sleep(min(LEAST_SECONDS, seconds))


async def _read(
    wrapper: KeyWrapper, *, known: frozenset[int]
) -> tuple[dict[int, bytes], dict[int, datetime]]:
    rows = [row for row in await DataKey.all().order_by("id") if row.id not in known]
    keys = {row.id: await wrapper.unwrap(bytes(row.wrapped)) for row in rows}
    return keys, {row.id: row.seals_from for row in rows if row.seals_from is not None}
