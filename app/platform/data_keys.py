"""Reading the wrapped data keys from the database, making the first one."""

import secrets

from app.platform.models import DataKey
from app.platform.sealing import KEY_BYTES, KeyWrapper, Sealer


async def load_sealer(wrapper: KeyWrapper) -> Sealer:
    """Return a sealer over every data key; an empty table gets its first key.

    Two processes may start at once: the first row wins and both read it.
    Raises `SealingError` where the wrapper does not open a key.
    """
    if not await DataKey.exists():
        fresh = wrapper.wrap(secrets.token_bytes(KEY_BYTES))
        await DataKey.bulk_create([DataKey(id=1, wrapped=fresh)], ignore_conflicts=True)
    return Sealer({row.id: wrapper.unwrap(bytes(row.wrapped)) for row in await DataKey.all()})
