"""Many rows are read and deleted in steps, all of them and none twice."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.accounts.models import FormerAddress
from app.platform import batches
from app.platform.batches import delete_in_batches, read_in_batches
from app.platform.ids import new_id

if TYPE_CHECKING:
    from tests.conftest import HandClock

OLD = """
DELETE FROM former_addresses WHERE id IN (
    SELECT id FROM former_addresses WHERE erased_at < $1 LIMIT $2)
"""


@pytest.fixture
async def rows(database: str, clock: "HandClock") -> None:
    await FormerAddress.bulk_create(
        FormerAddress(
            id=new_id(), email_hash=bytes([number]), erased_at=clock.now() - timedelta(days=number)
        )
        for number in range(10)
    )


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("at_once", [1, 3, 5, 10, 11])
async def test_every_row_is_read_once_whatever_is_read_at_once(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(batches, "READ_AT_ONCE", at_once)
    read = [bytes(row.email_hash)[0] async for row in read_in_batches(FormerAddress.all())]
    assert sorted(read) == list(range(10))


@pytest.mark.usefixtures("rows")
async def test_only_chosen_rows_are_read(clock: "HandClock") -> None:
    chosen = FormerAddress.filter(erased_at__gt=clock.now() - timedelta(days=3))
    read = [bytes(row.email_hash)[0] async for row in read_in_batches(chosen)]
    assert sorted(read) == [0, 1, 2]


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("at_once", [1, 4, 100])
async def test_chosen_rows_are_deleted_in_steps_and_the_others_stay(
    monkeypatch: pytest.MonkeyPatch, at_once: int, clock: "HandClock"
) -> None:
    monkeypatch.setattr(batches, "DELETED_AT_ONCE", at_once)
    assert await delete_in_batches(OLD, clock.now() - timedelta(days=2)) == 7
    assert await FormerAddress.all().count() == 3
    assert await delete_in_batches(OLD, clock.now() - timedelta(days=2)) == 0
