"""How long one waits: the numbers, and who waits for whom."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.signing_in.delays import ADDRESS, OWN, STRANGERS, Pace, Past, Wrong, wait_of

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NONE = Wrong(0, None)
MANY = Wrong(500, NOW)


def past(
    *,
    device_is_known: bool = False,
    address_is_known: bool = False,
    by_device: Wrong = NONE,
    by_address: Wrong = NONE,
    by_strangers: Wrong = NONE,
    on_address: Wrong = NONE,
) -> Past:
    return Past(device_is_known, address_is_known, by_device, by_address, by_strangers, on_address)


def test_the_first_guesses_are_free_and_then_each_doubles_the_wait_up_to_the_longest() -> None:
    pace = Pace(free=2, first=5, longest=60)
    assert [pace.delay(wrong) for wrong in range(8)] == [0, 0, 5, 10, 20, 40, 60, 60]
    assert pace.delay(100_000) == 60


def test_the_numbers_are_the_written_ones() -> None:
    assert Pace(free=5, first=5, longest=900) == OWN
    assert Pace(free=20, first=5, longest=3600) == STRANGERS
    assert Pace(free=60, first=5, longest=900) == ADDRESS


@pytest.mark.parametrize(("pace", "most"), [(OWN, 110), (STRANGERS, 60)])
def test_a_day_of_guessing_without_a_pause_is_so_many_guesses(pace: Pace, most: int) -> None:
    at, wrong = 0, 0
    while at < 86_400:
        wrong += 1
        at += pace.delay(wrong)
    assert wrong <= most


def test_a_wait_counts_from_the_last_guess_and_is_told_in_whole_seconds() -> None:
    wrong = Wrong(OWN.free, NOW - timedelta(seconds=2.5))
    assert wrong.wait(OWN, NOW) == 3
    assert wrong.wait(OWN, NOW + timedelta(seconds=2.5)) == 0


def test_a_known_device_waits_for_its_own_mistakes_alone() -> None:
    others = past(
        device_is_known=True, by_address=MANY, by_strangers=MANY, on_address=MANY, by_device=NONE
    )
    assert wait_of(others, NOW) == 0
    assert wait_of(past(device_is_known=True, by_device=MANY), NOW) == OWN.longest


def test_a_known_address_waits_for_what_came_from_there_and_for_no_stranger() -> None:
    assert wait_of(past(address_is_known=True, by_strangers=MANY), NOW) == 0
    assert wait_of(past(address_is_known=True, by_address=MANY), NOW) == OWN.longest
    assert wait_of(past(address_is_known=True, on_address=MANY), NOW) == ADDRESS.longest


def test_who_is_new_waits_for_what_all_strangers_did() -> None:
    assert wait_of(past(by_strangers=MANY), NOW) == STRANGERS.longest
    assert wait_of(past(by_address=MANY), NOW) == OWN.longest
    assert wait_of(past(), NOW) == 0
