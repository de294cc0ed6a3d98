"""When a key set is read, and which of its keys a token means."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from realtime.errors import ClientError, TokenInvalid
from realtime.standalone.key_ring import KeyRing, reader_of
from realtime.standalone.token_keys import hmac_key
from realtime.standalone.tokens import TokenReader
from tests.realtime.signing import SECRET, signed

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock

RSA = RSAKey.generate_key(2048)
EC = ECKey.generate_key("P-256")
ED = OKPKey.generate_key("Ed25519")


class KeySetFile:
    """A key set whose keys a test changes; counts how often it was read."""

    def __init__(self, *keys: Any) -> None:
        self.keys = list(keys)
        self.reads = 0
        self.fault: Exception | None = None

    def read(self) -> bytes:
        self.reads += 1
        if self.fault is not None:
            raise self.fault
        return json.dumps({"keys": [key.as_dict(private=False) for key in self.keys]}).encode()


def named(key: Any, kid: str) -> Any:
    return type(key).import_key({**key.as_dict(private=True), "kid": kid})


async def test_a_key_set_is_read_when_it_is_needed_and_again_for_an_unknown_key(
    clock: "HandMovedClock",
) -> None:
    first, second = named(RSA, "first"), named(ED, "second")
    file = KeySetFile(first)
    reader = TokenReader(KeyRing([hmac_key(SECRET)], file.read, clock), clock)
    await reader.connection(signed({}))
    assert file.reads == 0
    await reader.connection(signed({}, first, alg="RS256", kid="first"))
    file.keys.append(second)
    token = signed({"sub": "42"}, second, alg="EdDSA", kid="second")
    with pytest.raises(TokenInvalid):  # read a moment ago
        await reader.connection(token)
    clock.now += 60
    assert (await reader.connection(token)).sub == "42"
    assert file.reads == 2
    for _ in range(5):
        with pytest.raises(TokenInvalid):
            await reader.connection(signed({}, first, alg="RS256", kid="third"))
    assert file.reads == 2


async def test_a_key_taken_out_of_the_set_ends_to_count_within_an_hour(
    clock: "HandMovedClock",
) -> None:
    gone = named(EC, "gone")
    file = KeySetFile(gone, named(RSA, "stays"))
    reader = TokenReader(KeyRing([], file.read, clock), clock)
    token = signed({}, gone, alg="ES256", kid="gone")
    await reader.connection(token)
    del file.keys[0]
    clock.now += 3600
    with pytest.raises(TokenInvalid):
        await reader.connection(token)


async def test_without_a_key_set_nobody_knows_and_the_old_one_is_better_than_none(
    clock: "HandMovedClock",
) -> None:
    key = named(RSA, "one")
    file = KeySetFile(key)
    file.fault = OSError("away")
    reader = TokenReader(KeyRing([], file.read, clock), clock)
    token = signed({}, key, alg="RS256", kid="one")
    for _ in range(2):
        with pytest.raises(ClientError) as raised:
            await reader.connection(token)
        assert (raised.value.code, raised.value.temporary) == (100, True)
    assert file.reads == 1
    file.fault = None
    clock.now += 60
    await reader.connection(token)
    file.fault = OSError("away again")
    clock.now += 3600
    await reader.connection(token)


async def test_a_token_without_a_key_id_means_the_only_key_that_can_be_meant(
    clock: "HandMovedClock",
) -> None:
    one, other = named(RSA, "one"), named(RSAKey.generate_key(2048), "other")
    reader = TokenReader(KeyRing([], KeySetFile(one).read, clock), clock)
    await reader.connection(signed({}, one, alg="RS256"))
    reader = TokenReader(KeyRing([], KeySetFile(one, other).read, clock), clock)
    with pytest.raises(TokenInvalid):
        await reader.connection(signed({}, one, alg="RS256"))


def test_a_key_set_comes_from_a_file_or_from_the_web(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(b"{}")
    assert reader_of(str(path))() == b"{}"
    with pytest.raises(ValueError, match="from an https address or from a file"):
        reader_of("ftp://example.com/keys")
