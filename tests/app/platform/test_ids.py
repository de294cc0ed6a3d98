"""Ids sort by the time they were made."""

from uuid import UUID

from app.platform.ids import new_id


def test_ids_are_of_version_seven_and_each_is_its_own() -> None:
    made = [new_id() for _ in range(1000)]
    assert {(type(one), one.version) for one in made} == {(UUID, 7)}
    assert len(set(made)) == len(made)


def test_ids_sort_in_the_order_in_which_they_were_made() -> None:
    made = [new_id() for _ in range(1000)]
    assert sorted(made) == made
