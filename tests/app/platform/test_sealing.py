"""What is sealed opens with its key, at its place, unaltered, and not otherwise."""

from datetime import timedelta

import pytest

from app.platform.errors import Problem
from app.platform.sealing import (
    KEY_BYTES,
    KeyNotReadYetError,
    Sealer,
    SealingError,
    StreamCodec,
)
from tests.conftest import HandClock

FIRST, SECOND = bytes(range(KEY_BYTES)), bytes(range(1, KEY_BYTES + 1))
TEXT = "오늘 뭐 했어?".encode()


@pytest.fixture
def key_sealer() -> Sealer:
    return Sealer({1: FIRST})


def test_what_is_sealed_opens_at_its_place(key_sealer: Sealer) -> None:
    sealed = key_sealer.seal(TEXT, "messages:1")
    assert TEXT not in sealed.data
    assert key_sealer.open(sealed.data, sealed.key_id, "messages:1") == TEXT


def test_the_same_text_sealed_twice_looks_different(key_sealer: Sealer) -> None:
    assert key_sealer.seal(TEXT, "messages:1") != key_sealer.seal(TEXT, "messages:1")


def test_it_does_not_open_at_another_place(key_sealer: Sealer) -> None:
    sealed = key_sealer.seal(TEXT, "messages:1")
    with pytest.raises(SealingError, match="messages:2"):
        key_sealer.open(sealed.data, sealed.key_id, "messages:2")


@pytest.mark.parametrize("place", [0, 12, -1])
def test_it_does_not_open_where_a_bit_was_changed(key_sealer: Sealer, place: int) -> None:
    sealed = key_sealer.seal(TEXT, "messages:1")
    altered = bytearray(sealed.data)
    altered[place] ^= 1
    with pytest.raises(SealingError):
        key_sealer.open(bytes(altered), sealed.key_id, "messages:1")


@pytest.mark.parametrize("length", [0, 3, 12, 20])
def test_it_does_not_open_where_it_was_cut_short(key_sealer: Sealer, length: int) -> None:
    sealed = key_sealer.seal(TEXT, "messages:1")
    with pytest.raises(SealingError):
        key_sealer.open(sealed.data[:length], sealed.key_id, "messages:1")


def test_the_newest_key_seals_and_every_key_opens(key_sealer: Sealer) -> None:
    old = key_sealer.seal(TEXT, "messages:1")
    rotated = Sealer({1: FIRST, 2: SECOND})
    assert rotated.seal(TEXT, "messages:1").key_id == 2
    assert rotated.open(old.data, old.key_id, "messages:1") == TEXT


def test_a_key_that_is_not_there_is_named(key_sealer: Sealer) -> None:
    sealed = key_sealer.seal(TEXT, "messages:1")
    with pytest.raises(SealingError, match="7"):
        key_sealer.open(sealed.data, 7, "messages:1")


def test_a_new_key_opens_at_once_and_seals_from_its_time_on(clock: HandClock) -> None:
    begins = clock.now() + timedelta(seconds=120)
    rotated = Sealer({1: FIRST, 2: SECOND}, seals_from={2: begins}, clock=clock)
    by_another = Sealer({2: SECOND}).seal(TEXT, "messages:1")
    assert rotated.open(by_another.data, 2, "messages:1") == TEXT
    assert rotated.seal(TEXT, "messages:1").key_id == 1
    clock.advance(119)
    assert rotated.seal(TEXT, "messages:1").key_id == 1
    clock.advance(1)
    assert rotated.seal(TEXT, "messages:1").key_id == 2


def test_what_a_key_sealed_that_is_not_read_yet_opens_once_it_is(key_sealer: Sealer) -> None:
    sealed = Sealer({1: FIRST, 2: SECOND}).seal(TEXT, "messages:1")
    with pytest.raises(KeyNotReadYetError) as refused:
        key_sealer.open(sealed.data, sealed.key_id, "messages:1")
    assert isinstance(refused.value, Problem)
    assert (refused.value.status, refused.value.temporary) == (503, True)
    assert key_sealer.wanted.is_set()
    key_sealer.learn({2: SECOND}, {})
    assert key_sealer.known == {1, 2}
    assert key_sealer.open(sealed.data, sealed.key_id, "messages:1") == TEXT


def test_a_key_that_was_read_for_and_is_not_there_is_not_promised_again(
    key_sealer: Sealer,
) -> None:
    sealed = key_sealer.seal(TEXT, "messages:1")
    with pytest.raises(KeyNotReadYetError):
        key_sealer.open(sealed.data, 7, "messages:1")
    key_sealer.learn({}, {})
    key_sealer.wanted.clear()
    with pytest.raises(SealingError) as refused:
        key_sealer.open(sealed.data, 7, "messages:1")
    assert not isinstance(refused.value, KeyNotReadYetError)
    assert not key_sealer.wanted.is_set()


def test_a_derived_key_is_for_its_purpose_and_stays_the_same_when_keys_are_added(
    key_sealer: Sealer,
) -> None:
    audit = key_sealer.derived_key("audit")
    assert len(audit) == KEY_BYTES
    assert audit != key_sealer.derived_key("other") != FIRST
    assert Sealer({1: FIRST, 2: SECOND}).derived_key("audit") == audit
    assert Sealer({1: SECOND}).derived_key("audit") != audit


def test_a_fingerprint_is_equal_for_equal_data_also_after_a_rotation(key_sealer: Sealer) -> None:
    rotated = Sealer({1: FIRST, 2: SECOND})
    assert key_sealer.fingerprint(TEXT) == rotated.fingerprint(TEXT)
    assert key_sealer.fingerprint(TEXT) != key_sealer.fingerprint(TEXT + b" ")
    assert Sealer({1: SECOND}).fingerprint(TEXT) != key_sealer.fingerprint(TEXT)


def test_a_publication_opens_on_its_channel_alone(key_sealer: Sealer) -> None:
    codec = StreamCodec(key_sealer)
    sealed = codec.seal("room:1", TEXT)
    assert TEXT not in sealed
    assert codec.open("room:1", sealed) == TEXT
    with pytest.raises(SealingError):
        codec.open("room:2", sealed)


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x00\x01", b"\x00\x01short"])
def test_a_publication_that_is_none_does_not_open(key_sealer: Sealer, data: bytes) -> None:
    with pytest.raises(SealingError):
        StreamCodec(key_sealer).open("room:1", data)


def test_a_publication_under_another_key_is_a_value_error(key_sealer: Sealer) -> None:
    sealed = StreamCodec(Sealer({1: SECOND})).seal("room:1", TEXT)
    with pytest.raises(ValueError, match="room:1"):
        StreamCodec(key_sealer).open("room:1", sealed)
