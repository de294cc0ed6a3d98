"""An address's pace: what is remembered (what is refused is in test_doorway.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from realtime.observer import NullObserver
from realtime.transports import address_pace
from realtime.transports.address_pace import AddressPace

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock


def refused(pace: AddressPace, address: str) -> bool:
    return pace.refusal({"client": (address, 4711)}, "frames", {}) is not None


def test_addresses_that_have_rested_are_forgotten(
    clock: HandMovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address_pace, "_MOST_ADDRESSES", 3)
    pace = AddressPace(2, 3, clock=clock, observer=NullObserver())
    assert not any(refused(pace, f"192.0.2.{number}") for number in range(3))
    clock.now += 1
    assert not refused(pace, "192.0.2.9")
    assert list(pace._rested) == ["192.0.2.9"]


def test_in_a_flood_of_new_ones_the_oldest_are_forgotten_some_at_once(
    clock: HandMovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address_pace, "_MOST_ADDRESSES", 8)
    pace = AddressPace(2, 3, clock=clock, observer=NullObserver())
    assert not any(refused(pace, f"192.0.2.{number}") for number in range(9))
    assert list(pace._rested) == [f"192.0.2.{number}" for number in range(2, 9)]


def test_a_rate_of_zero_is_none(clock: HandMovedClock) -> None:
    pace = AddressPace(0, 1, clock=clock, observer=NullObserver())
    assert not any(refused(pace, "192.0.2.1") for _ in range(100))


def test_all_of_ipv4_is_not_one_household_where_it_comes_by_a_socket_of_ipv6(
    clock: HandMovedClock,
) -> None:
    pace = AddressPace(1, 2, clock=clock, observer=NullObserver(), exempt=["10.0.0.0/8"])
    assert [refused(pace, "::ffff:192.0.2.1") for _ in range(3)] == [False, False, True]
    assert not refused(pace, "::ffff:198.51.100.7")
    assert refused(pace, "192.0.2.1"), "it is the same address"
    assert not any(refused(pace, "::ffff:10.1.2.3") for _ in range(100))
