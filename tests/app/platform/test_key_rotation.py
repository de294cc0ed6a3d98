"""Keys are turned over while processes with the old and the new one run, and nothing is lost."""

import asyncio
import secrets
from collections.abc import AsyncIterator

import pytest

from app.platform import key_rotation
from app.platform.audit.log import AuditLog
from app.platform.audit.models import AuditEntry
from app.platform.data_keys import load_sealer, read_again
from app.platform.key_rotation import add, rewrap
from app.platform.key_wrapping import KeyWrappers, LocalKeyWrapper
from app.platform.models import DataKey
from app.platform.sealing import Sealer, SealingError
from tests.conftest import HandClock

OLD, NEW = LocalKeyWrapper(bytes(range(32))), LocalKeyWrapper(bytes(range(1, 33)))
BOTH = KeyWrappers([NEW, OLD])


@pytest.fixture
async def sealer(database: str) -> AsyncIterator[Sealer]:
    """Over a database of its own three keys, wrapped by the old wrapping key."""
    kept = await DataKey.all()
    await DataKey.all().delete()
    for number in (1, 2, 3):
        wrapped = await OLD.wrap(secrets.token_bytes(32))
        await DataKey.create(id=number, wrapped=wrapped, wrapped_by=OLD.name)
    yield await load_sealer(OLD)
    await DataKey.all().delete()
    await DataKey.bulk_create(kept)


@pytest.fixture
def audit(sealer: Sealer, clock: HandClock) -> AuditLog:
    return AuditLog(sealer=sealer, clock=clock)


async def test_every_key_is_wrapped_anew_and_stays_what_it_is(
    sealer: Sealer, audit: AuditLog
) -> None:
    sealed = sealer.seal(b"text", "here")
    assert await rewrap(BOTH, audit=audit) == [1, 2, 3]
    with pytest.raises(SealingError):
        await load_sealer(OLD)
    assert (await load_sealer(NEW)).open(sealed.data, sealed.key_id, "here") == b"text"
    entries = await AuditEntry.all().order_by("id")
    assert [(entry.action, entry.subject) for entry in entries] == [
        ("keys.rewrapped", f"data-key-{number}") for number in (1, 2, 3)
    ]
    assert entries[0].details == {"from": OLD.name, "to": NEW.name}


async def test_a_second_rotation_has_nothing_to_do(audit: AuditLog) -> None:
    await rewrap(BOTH, audit=audit)
    assert await rewrap(BOTH, audit=audit) == []
    assert await AuditEntry.all().count() == 3


async def test_all_are_wrapped_anew_where_the_wrapping_key_has_the_same_name(
    audit: AuditLog,
) -> None:
    assert await rewrap(OLD, audit=audit) == []
    assert await rewrap(OLD, audit=audit, everything=True) == [1, 2, 3]


async def test_two_rotations_at_once_wrap_each_key_once(audit: AuditLog) -> None:
    first, second = await asyncio.gather(rewrap(BOTH, audit=audit), rewrap(BOTH, audit=audit))
    assert sorted([*first, *second]) == [1, 2, 3]
    assert await AuditEntry.all().count() == 3
    await load_sealer(NEW)


class Failing(LocalKeyWrapper):
    """Fails, or answers wrongly, from its second wrapping on."""

    def __init__(self, *, answers: bytes | None) -> None:
        super().__init__(bytes(range(1, 33)))
        self._left, self._answers = 1, answers

    async def wrap(self, key: bytes) -> bytes:
        self._left -= 1
        if self._left >= 0:
            return await super().wrap(key)
        if self._answers is None:
            raise SealingError("the service is away")
        return await super().wrap(self._answers)


@pytest.mark.parametrize(
    ("answers", "said"), [(None, "is away"), (bytes(32), "data key 2 was wrapped, but")]
)
async def test_what_was_left_by_a_rotation_that_failed_is_done_by_the_next(
    sealer: Sealer, audit: AuditLog, answers: bytes | None, said: str
) -> None:
    sealed = sealer.seal(b"text", "here")
    with pytest.raises(SealingError, match=said):
        await rewrap(KeyWrappers([Failing(answers=answers), OLD]), audit=audit)
    # In between a process that has both keys starts, and one that has not is told.
    assert (await load_sealer(BOTH)).open(sealed.data, sealed.key_id, "here") == b"text"
    with pytest.raises(SealingError):
        await load_sealer(OLD)
    assert await rewrap(BOTH, audit=audit) == [2, 3]
    assert (await load_sealer(NEW)).open(sealed.data, sealed.key_id, "here") == b"text"


async def test_without_the_old_wrapping_key_nothing_is_changed(audit: AuditLog) -> None:
    with pytest.raises(SealingError):
        await rewrap(NEW, audit=audit)
    await load_sealer(OLD)
    assert not await AuditEntry.exists()


async def test_a_fresh_key_is_read_by_all_before_anyone_seals_with_it(
    audit: AuditLog, clock: HandClock
) -> None:
    running = await load_sealer(OLD, clock=clock)
    before = running.seal(b"before", "here")
    number, begins = await add(OLD, clock=clock, audit=audit)
    assert (number, (begins - clock.now()).total_seconds()) == (4, 120)
    await read_again(running, OLD)
    assert running.seal(b"text", "here").key_id == 3
    clock.advance(120)
    sealed = running.seal(b"text", "here")
    assert sealed.key_id == 4
    later = await load_sealer(OLD, clock=clock)
    assert later.open(sealed.data, 4, "here") == b"text"
    assert later.open(before.data, before.key_id, "here") == b"before"
    assert later.fingerprint(b"same") == running.fingerprint(b"same")
    entry = await AuditEntry.get()
    assert (entry.action, entry.subject) == ("keys.added", "data-key-4")


async def test_of_two_added_at_once_one_is_there_and_the_other_is_said(
    audit: AuditLog, clock: HandClock
) -> None:
    results = await asyncio.gather(
        *(add(OLD, clock=clock, audit=audit) for _ in range(2)), return_exceptions=True
    )
    assert 1 <= sum(isinstance(result, tuple) for result in results) <= 2
    for result in results:
        if isinstance(result, BaseException):
            assert isinstance(result, SealingError)
            assert "added just now" in str(result)
    added = sum(isinstance(result, tuple) for result in results)
    assert await DataKey.all().count() == 3 + added == 3 + await AuditEntry.all().count()


async def test_there_is_an_end_of_numbers(
    audit: AuditLog, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_rotation, "MOST_KEYS", 3)
    with pytest.raises(SealingError, match="no more fit"):
        await add(OLD, clock=clock, audit=audit)
