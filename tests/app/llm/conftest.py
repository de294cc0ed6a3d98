"""A scripted upstream and an empty ledger for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.app.llm.door import Ledger, Pauses
from tests.upstream import Upstream


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with Upstream() as server:
        yield server


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()
