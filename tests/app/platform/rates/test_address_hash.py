"""An address is counted and logged under a hash that nobody without the key can make."""

from app.platform.rates.address_hash import address_hash
from app.platform.sealing import Sealer


def test_it_is_the_same_for_one_subscriber_and_tells_no_address() -> None:
    sealer = Sealer({1: bytes(32)})
    known = address_hash(sealer, "2001:db8::1")
    assert known == address_hash(sealer, "2001:db8::ffff:2")
    assert known != address_hash(sealer, "2001:db8:0:1::1")
    assert len(known) == len(bytes.fromhex(known)) * 2 == 32


def test_under_another_key_it_is_another() -> None:
    ours, others = Sealer({1: bytes(32)}), Sealer({1: b"\x01" * 32})
    assert address_hash(ours, "192.0.2.1") != address_hash(others, "192.0.2.1")
