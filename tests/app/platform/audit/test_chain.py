"""An entry's hash hangs on every member of it, on what came before, and on a key."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest

from app.platform.audit.chain import FIRST_PREVIOUS, Deed, entry_hash

KEY = bytes(range(32))
DEED = Deed(
    id=1,
    at=datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC),
    actor="system",
    action="account.suspended",
    subject="one",
    details={"b": 1, "a": "x"},
)


@pytest.mark.parametrize(
    "changed",
    [
        {"id": 2},
        {"at": DEED.at + timedelta(microseconds=1)},
        {"actor": "systen"},
        {"action": "account.reactivated"},
        {"subject": "two"},
        {"details": {"b": 1}},
        {"details": {"b": True, "a": "x"}},
    ],
    ids=str,
)
def test_it_changes_with_every_member(changed: dict[str, Any]) -> None:
    other = msgspec.structs.replace(DEED, **changed)
    assert entry_hash(KEY, other, FIRST_PREVIOUS) != entry_hash(KEY, DEED, FIRST_PREVIOUS)


def test_it_changes_with_what_came_before_and_with_the_key() -> None:
    ours = entry_hash(KEY, DEED, FIRST_PREVIOUS)
    assert entry_hash(KEY, DEED, bytes(31) + b"\x01") != ours
    assert entry_hash(bytes(32), DEED, FIRST_PREVIOUS) != ours


def test_it_does_not_hang_on_how_the_same_is_written() -> None:
    seoul = DEED.at.astimezone(timezone(timedelta(hours=9)))
    same = msgspec.structs.replace(DEED, at=seoul, details={"a": "x", "b": 1})
    assert entry_hash(KEY, same, FIRST_PREVIOUS) == entry_hash(KEY, DEED, FIRST_PREVIOUS)
