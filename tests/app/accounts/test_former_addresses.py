"""Of an erased account its address is known again for a year, and cannot be read."""

from typing import TYPE_CHECKING

import pytest

from app.accounts.former_addresses import KEPT, FormerAddresses
from app.accounts.housekeeping import Housekeeping
from app.accounts.models import FormerAddress
from app.platform.ids import new_id
from app.platform.sealing import Sealer

if TYPE_CHECKING:
    from tests.conftest import HandClock

pytestmark = pytest.mark.usefixtures("database")
EMAIL = "Ada@example.com"


@pytest.fixture
def former(sealer: Sealer, clock: "HandClock") -> FormerAddresses:
    return FormerAddresses(sealer=sealer, ids=new_id, clock=clock)


@pytest.mark.parametrize("written", [EMAIL, "ada@EXAMPLE.com"])
async def test_who_comes_back_under_an_address_is_known_by_it(
    former: FormerAddresses, clock: "HandClock", written: str
) -> None:
    assert await former.erased_at(written) is None
    await former.remember(EMAIL)
    assert await former.erased_at(written) == clock.now()
    assert await former.erased_at("bob@example.com") is None
    row = await FormerAddress.get()
    assert b"ada" not in bytes(row.email_hash).lower()


async def test_of_an_address_that_was_erased_twice_the_last_time_counts(
    former: FormerAddresses, clock: "HandClock"
) -> None:
    await former.remember(EMAIL)
    clock.advance(86_400)
    await former.remember(EMAIL.lower())
    assert await former.erased_at(EMAIL) == clock.now()
    assert await FormerAddress.all().count() == 1


async def test_after_a_year_nobody_knows_it_and_no_trace_stays(
    former: FormerAddresses, clock: "HandClock"
) -> None:
    await former.remember(EMAIL)
    clock.advance(KEPT.total_seconds())
    assert await former.erased_at(EMAIL) is not None
    assert (await Housekeeping(clock=clock).clean_up())["former_addresses"] == 0
    clock.advance(1)
    assert await former.erased_at(EMAIL) is None
    assert (await Housekeeping(clock=clock).clean_up())["former_addresses"] == 1
    assert not await FormerAddress.exists()
