"""The wrapped data keys in the database: made once, opened by their own DATA_KEY alone."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.platform.data_keys import load_sealer
from app.platform.models import DataKey
from app.platform.sealing import LocalKeyWrapper, SealingError

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
    assert len(wrapper.unwrap(bytes(row.wrapped))) == 32
    again = await load_sealer(wrapper)
    assert again.open(sealed.data, sealed.key_id, "here") == b"text"


@pytest.mark.usefixtures("no_data_key")
async def test_a_data_key_that_is_not_the_databases_own_is_refused() -> None:
    await load_sealer(LocalKeyWrapper(DATA_KEY))
    with pytest.raises(SealingError, match="give the one it was written with"):
        await load_sealer(LocalKeyWrapper(bytes(32)))
