"""The table of rates, and what settings change in it."""

import pytest

from app.platform.rates.classes import RATES, RateClass, class_of, rates_with
from app.platform.rates.rate import Rate

CLASS_OF_LEARNERS = 30


def test_a_class_behind_one_address_can_register_and_log_in_within_a_minute() -> None:
    assert RATES[RateClass.CREDENTIALS].by_address.limit >= 3 * CLASS_OF_LEARNERS
    for kind in (RateClass.REFRESH, RateClass.WRITE, RateClass.READ):
        pair = RATES[kind]
        assert pair.by_address.seconds == 60
        assert pair.by_address.limit >= 10 * CLASS_OF_LEARNERS


def test_every_class_has_its_rates_and_only_reading_is_counted_by_each_process() -> None:
    assert set(RATES) == set(RateClass)
    assert [kind for kind, pair in RATES.items() if not pair.shared] == [RateClass.READ]


def test_a_setting_changes_one_rate_and_leaves_the_others() -> None:
    rates = rates_with({"write.user": "7/second"})
    assert rates[RateClass.WRITE].by_user == Rate(7, 1)
    assert rates[RateClass.WRITE].by_address == RATES[RateClass.WRITE].by_address
    assert {**rates, RateClass.WRITE: RATES[RateClass.WRITE]} == RATES


@pytest.mark.parametrize("name", ["write", "write.both", "writing.user", ""])
def test_what_cannot_be_read_is_said_with_what_can(name: str) -> None:
    with pytest.raises(ValueError, match=r'".user" or ".address"'):
        rates_with({name: "7/second"})
    with pytest.raises(ValueError, match="cannot be read"):
        rates_with({"write.user": "often"})


def test_a_route_that_names_no_class_is_limited_as_its_method_is() -> None:
    assert class_of("GET", is_open=True) is class_of("GET", is_open=False) is RateClass.READ
    assert class_of("POST", is_open=False) is RateClass.WRITE
    assert class_of("POST", is_open=True) is RateClass.CREDENTIALS
