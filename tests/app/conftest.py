"""A server's rooms on the real database over a broker in memory, and a learner."""

from typing import Any

import pytest

from app.platform.principal import Principal
from app.platform.sealing import Sealer
from tests.app.replica import FlakyBroker, NewReplica, Replica, learner
from tests.conftest import HandClock


@pytest.fixture
def broker() -> FlakyBroker:
    return FlakyBroker()


@pytest.fixture
def new_replica(sealer: Sealer, clock: HandClock, broker: FlakyBroker) -> NewReplica:
    """Make another server over the same database and broker."""

    def make(**settings: Any) -> Replica:
        return Replica(sealer=sealer, clock=clock, broker=broker, **settings)

    return make


@pytest.fixture
def replica(new_replica: NewReplica) -> Replica:
    return new_replica()


@pytest.fixture
async def who(database: str) -> Principal:
    """A learner."""
    return await learner()
