"""The wrapped data keys in the database: made once, opened by their own DATA_KEY alone."""

import asyncio
import secrets
from collections.abc import AsyncIterator

import pytest

from app.platform.data_keys import load_sealer, read_again, reading_again
from app.platform.key_wrapping import LocalKeyWrapper
from app.platform.models import DataKey
from app.platform.sealing import KeyNotReadYetError, Sealed, Sealer, SealingError
from tests.e2e.learner import until

DATA_KEY = bytes(range(32))


@pytest.fixture
async def no_data_key(database: str) -> AsyncIterator[None]:
    """Without the run's own key, which is put back afterwards."""
    kept = await DataKey.all()
    await DataKey.all().delete()
    yield
    await DataKey.all().delete()
    await DataKey.bulk_create(kept)


@pytest.mark.usefixtures("no_data_key")
async def test_processes_that_start_at_once_agree_on_one_key() -> None:
    sealers = await asyncio.gather(*(load_sealer(LocalKeyWrapper(DATA_KEY)) for _ in range(5)))
    sealed = sealers[0].seal(b"text", "here")
    assert [one.open(sealed.data, sealed.key_id, "here") for one in sealers] == [b"text"] * 5
    assert await DataKey.all().count() == 1


@pytest.mark.usefixtures("no_data_key")
async def test_the_key_is_kept_wrapped_and_is_the_same_at_the_next_start() -> None:
    wrapper = LocalKeyWrapper(DATA_KEY)
    sealed = (await load_sealer(wrapper)).seal(b"text", "here")
    (row,) = await DataKey.all()
    assert len(await wrapper.unwrap(bytes(row.wrapped))) == 32
    assert row.wrapped_by == wrapper.name
    again = await load_sealer(wrapper)
    assert again.open(sealed.data, sealed.key_id, "here") == b"text"


@pytest.mark.usefixtures("no_data_key")
async def test_a_data_key_that_is_not_the_databases_own_is_refused() -> None:
    await load_sealer(LocalKeyWrapper(DATA_KEY))
    with pytest.raises(SealingError, match="give the one it was written with"):
        await load_sealer(LocalKeyWrapper(bytes(32)))


async def sealed_by_another(wrapper: LocalKeyWrapper) -> Sealed:
    """What a process sealed that has a newer key."""
    wrapped = await wrapper.wrap(secrets.token_bytes(32))
    await DataKey.create(id=2, wrapped=wrapped, wrapped_by=wrapper.name)
    return (await load_sealer(wrapper)).seal(b"text", "here")


def opens(sealer: Sealer, sealed: Sealed) -> bool:
    try:
        return sealer.open(sealed.data, sealed.key_id, "here") == b"text"
    except KeyNotReadYetError:
        return False


@pytest.mark.usefixtures("no_data_key")
async def test_what_a_new_key_sealed_opens_after_one_reading() -> None:
    wrapper = LocalKeyWrapper(DATA_KEY)
    sealer = await load_sealer(wrapper)
    sealed = await sealed_by_another(wrapper)
    assert not opens(sealer, sealed)
    await read_again(sealer, wrapper)
    assert opens(sealer, sealed)


@pytest.mark.usefixtures("no_data_key")
async def test_a_missed_key_is_read_at_once_and_the_others_now_and_then() -> None:
    wrapper = LocalKeyWrapper(DATA_KEY)
    asks, waits = await load_sealer(wrapper), await load_sealer(wrapper)
    async with reading_again(asks, wrapper, seconds=3600):
        sealed = await sealed_by_another(wrapper)
        await until(lambda: opens(asks, sealed))
    async with reading_again(waits, wrapper, seconds=0.01):
        await until(lambda: 2 in waits.known)


@pytest.mark.usefixtures("no_data_key")
async def test_a_key_that_does_not_unwrap_leaves_the_others_as_they_are() -> None:
    wrapper = LocalKeyWrapper(DATA_KEY)
    sealer = await load_sealer(wrapper)
    sealed = sealer.seal(b"text", "here")
    async with reading_again(sealer, wrapper, seconds=0.01):
        await DataKey.create(id=2, wrapped=bytes(40))
        await DataKey.filter(id=2).delete()
        await sealed_by_another(wrapper)
        await until(lambda: 2 in sealer.known)
    assert opens(sealer, sealed)
