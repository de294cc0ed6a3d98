"""A request is let in or refused, by its user and by its address."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import structlog.testing

from app.platform.metrics import Metrics
from app.platform.principal import Principal
from app.platform.rates.admission import Admission, RateLimited, fields_of
from app.platform.rates.classes import RateClass, RatePair
from app.platform.rates.local import LocalCounting
from app.platform.rates.rate import Rate
from app.platform.sealing import Sealer
from tests.conftest import HandClock

RATES = {
    RateClass.WRITE: RatePair(Rate(2, 60), Rate(5, 60)),
    RateClass.READ: RatePair(Rate(2, 60), Rate(5, 60), shared=False),
}


class Seen(LocalCounting):
    """Counts as Redis would, and keeps what it was told."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.whom: list[str] = []

    async def count(self, what: str, whom: str, rate: Rate) -> Any:
        self.whom.append(whom)
        return await super().count(what, whom, rate)


@pytest.fixture
def shared(clock: HandClock) -> Seen:
    return Seen(clock)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def admission(clock: HandClock, shared: Seen, metrics: Metrics) -> Admission:
    return Admission(
        rates=RATES,
        shared=shared,
        local=LocalCounting(clock),
        sealer=Sealer({1: bytes(32)}),
        metrics=metrics,
        exempt=("10.0.0.0/8",),
    )


def scope(host: str = "192.0.2.1", user: UUID | None = None) -> dict[str, Any]:
    principal = None if user is None else Principal(user, uuid4(), "user", 1995, "en")
    return {"type": "http", "client": (host, 4711), "principal": principal}


async def let_in(admission: Admission, **request: Any) -> int:
    passed = 0
    for _ in range(20):
        try:
            await admission.admit(scope(**request), RateClass.WRITE)
        except RateLimited:
            continue
        passed += 1
    return passed


async def test_an_address_has_its_rate_and_a_user_theirs(admission: Admission) -> None:
    assert await let_in(admission, user=uuid4()) == 2
    assert await let_in(admission, host="192.0.2.2") == 5


async def test_users_behind_one_address_share_its_rate(admission: Admission) -> None:
    passed = [await let_in(admission, user=uuid4()) for _ in range(3)]
    assert passed[0] == 2
    assert sum(passed) <= 5


async def test_the_neighbours_of_one_network_of_ipv6_count_as_one(admission: Admission) -> None:
    assert await let_in(admission, host="2001:db8::1") == 5
    assert await let_in(admission, host="2001:db8::ffff:2") == 0
    assert await let_in(admission, host="2001:db8:0:1::1") == 5


@pytest.mark.parametrize("host", ["10.1.2.3", "::ffff:10.1.2.3"])
async def test_exempt_addresses_are_not_limited(admission: Admission, host: str) -> None:
    assert await let_in(admission, host=host, user=uuid4()) == 20


async def test_a_refusal_says_when_to_come_again(admission: Admission) -> None:
    learner = uuid4()
    for _ in range(2):
        await admission.admit(scope(user=learner), RateClass.WRITE)
    asked = scope(user=learner)
    with pytest.raises(RateLimited, match="come again in 60 seconds") as refused:
        await admission.admit(asked, RateClass.WRITE)
    assert (refused.value.status, refused.value.retry_after) == (429, 60)
    assert refused.value.temporary
    assert fields_of(asked) == {
        "ratelimit-policy": '"write-address";q=5;w=60, "write-user";q=2;w=60',
        "ratelimit": '"write-address";r=2;t=60, "write-user";r=0;t=60',
    }


async def test_what_is_left_is_told_with_every_answer(admission: Admission) -> None:
    asked = scope()
    await admission.admit(asked, RateClass.WRITE)
    assert fields_of(asked)["ratelimit"] == '"write-address";r=4;t=60'
    assert fields_of(scope()) == {}


async def test_reading_is_counted_here_and_asks_nobody(admission: Admission, shared: Seen) -> None:
    await admission.admit(scope(), RateClass.READ)
    assert shared.whom == []


async def test_no_address_is_counted_or_logged_and_a_flood_is_one_line(
    admission: Admission, shared: Seen, metrics: Metrics
) -> None:
    with structlog.testing.capture_logs() as logged:
        assert await let_in(admission) == 5
    assert "192.0.2.1" not in str(logged) + str(shared.whom)
    assert [line["event"] for line in logged] == ["rate_limited"]
    labels = {"rate_class": "write", "by": "address"}
    assert metrics.registry.get_sample_value("dorandoran_rate_limited_total", labels) == 15


@pytest.mark.parametrize("client", [None, ("", 0), ("not an address", 0)])
async def test_who_has_no_address_is_limited_too(admission: Admission, client: Any) -> None:
    for _ in range(5):
        await admission.admit({"type": "http", "client": client}, RateClass.WRITE)
    with pytest.raises(RateLimited):
        await admission.admit({"type": "http", "client": client}, RateClass.WRITE)
