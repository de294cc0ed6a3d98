"""Turning keys over while servers run: data keys wrapped anew, and fresh ones added."""

import secrets
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.key_wrapping import KeyWrapper
from app.platform.models import DataKey
from app.platform.sealing import KEY_BYTES, SealingError

# From when on a new key seals: every process has read it by then (data_keys.READ_SECONDS), also
# one whose clock is a minute off.
SEALS_AFTER = timedelta(seconds=120)
# What two bytes before a sealed value in Redis can name, and a smallint.
MOST_KEYS = 32_767


async def rewrap(wrapper: KeyWrapper, *, audit: AuditLog, everything: bool = False) -> list[int]:
    """Wrap every data key with `wrapper` that is wrapped by another; return their ids.

    `everything`: also those that it wrapped itself, as where its service has a new key inside.
    Each in a transaction of its own: stopped in the middle, the next run does the rest, and two
    at once do no harm. The data keys stay what they are, so running servers notice nothing.
    Raises `SealingError` where a key does not open, or where what was wrapped does not.
    """
    done = []
    rows = DataKey.all() if everything else DataKey.exclude(wrapped_by=wrapper.name)
    for row in await rows.order_by("id"):
        key = await wrapper.unwrap(bytes(row.wrapped))
        wrapped = await wrapper.wrap(key)
        if await wrapper.unwrap(wrapped) != key:
            raise SealingError(f"data key {row.id} was wrapped, but does not come out as it was")
        async with in_transaction():
            changed = await DataKey.filter(id=row.id, wrapped=row.wrapped).update(
                wrapped=wrapped, wrapped_by=wrapper.name
            )
            if changed:
                done.append(row.id)
                await audit.record(
                    actor="command",
                    action="keys.rewrapped",
                    subject=f"data-key-{row.id}",
                    details={"from": row.wrapped_by, "to": wrapper.name},
                )
    return done


async def add(wrapper: KeyWrapper, *, clock: Clock, audit: AuditLog) -> tuple[int, datetime]:
    """Add a fresh data key; return its number and from when on it seals.

    What older keys sealed they still open. Raises `SealingError` where another was added meanwhile.
    """
    newest = await DataKey.all().order_by("-id").first()
    number = 1 if newest is None else newest.id + 1
    if number > MOST_KEYS:
        raise SealingError(f"there are {MOST_KEYS} data keys: no more fit")
    begins = clock.now() + SEALS_AFTER
    key = secrets.token_bytes(KEY_BYTES)
    wrapped = await wrapper.wrap(key)
    if await wrapper.unwrap(wrapped) != key:
        raise SealingError("a fresh key was wrapped, but does not come out as it was")
    try:
        async with in_transaction():
            await DataKey.create(
                id=number, wrapped=wrapped, wrapped_by=wrapper.name, seals_from=begins
            )
            await audit.record(actor="command", action="keys.added", subject=f"data-key-{number}")
    except IntegrityError as error:
        raise SealingError("another data key was added just now: see `keys list`") from error
    return number, begins
