"""Encryption of everything anybody wrote: AES-256-GCM under wrapped data keys."""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

NONCE_BYTES = 12
KEY_BYTES = 32


class SealingError(ValueError):
    """Something sealed cannot be opened: another key, another place, or altered bytes.

    A ValueError, because that is what those who are handed a `StreamCodec` expect of bytes that
    do not open.
    """


class KeyWrapper(Protocol):
    """Wraps data keys; a key management service can stand here."""

    def wrap(self, key: bytes) -> bytes:
        """Return `key` encrypted."""
        ...

    def unwrap(self, wrapped: bytes) -> bytes:
        """Return the key. Raises `SealingError` where it was wrapped by another."""
        ...


class LocalKeyWrapper:
    """Wraps by AES key wrap (RFC 3394) under DATA_KEY."""

    def __init__(self, data_key: bytes) -> None:
        if len(data_key) != KEY_BYTES:
            raise SealingError(f"DATA_KEY must be {KEY_BYTES} bytes in base64")
        self._data_key = data_key

    def wrap(self, key: bytes) -> bytes:
        """Return `key` encrypted."""
        return aes_key_wrap(self._data_key, key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Return the key. Raises `SealingError` where DATA_KEY is another than it was."""
        try:
            return aes_key_unwrap(self._data_key, wrapped)
        except InvalidUnwrap as error:
            raise SealingError(
                "DATA_KEY does not open this database's keys: give the one it was written with"
            ) from error


@dataclass(frozen=True, slots=True)
class Sealed:
    """Ciphertext (nonce first) and the id of the key that opens it, as two columns hold it."""

    data: bytes
    key_id: int


class Sealer:
    """Seals with the newest key and opens with any. `place` is authenticated, not stored.

    A sealed value put into another row or column does not open there: `place` names where it
    belongs, such as `messages:<id>`.
    """

    def __init__(self, keys: dict[int, bytes]) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._newest = max(keys)
        self._oldest_key = keys[min(keys)]

    def seal(self, data: bytes, place: str) -> Sealed:
        """Encrypt `data` for `place`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ciphers[self._newest].encrypt(nonce, data, place.encode())
        return Sealed(nonce + sealed, self._newest)

    def open(self, data: bytes, key_id: int, place: str) -> bytes:
        """Decrypt what `seal` made for the same `place`. Raises `SealingError`."""
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise SealingError(f"there is no data key {key_id}")
        try:
            return cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise SealingError(f"what is stored at {place} does not open") from error

    def fingerprint(self, data: bytes) -> bytes:
        """Return a keyed hash of `data`: equal for equal data, and nothing to guess from.

        Made with the oldest key, so that it stays the same when keys are added.
        """
        return hmac.digest(self._oldest_key, b"fingerprint:" + data, hashlib.sha256)

    def derived_key(self, purpose: str) -> bytes:
        """Return 32 bytes for `purpose` alone (HKDF, RFC 5869), made with the oldest key."""
        info = b"derived:" + purpose.encode()
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(self._oldest_key)


class StreamCodec:
    """Seals what goes into Redis: two bytes of key id, then the sealed value."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def seal(self, channel: str, data: bytes) -> bytes:
        """Encrypt a publication for `channel`."""
        sealed = self._sealer.seal(data, f"channel:{channel}")
        return sealed.key_id.to_bytes(2, "big") + sealed.data

    def open(self, channel: str, data: bytes) -> bytes:
        """Decrypt a publication of `channel`. Raises `SealingError`."""
        return self._sealer.open(data[2:], int.from_bytes(data[:2], "big"), f"channel:{channel}")


def decode_data_key(text: str) -> bytes:
    """Return the bytes of DATA_KEY. Raises `SealingError` where it is not base64 of 32 bytes."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SealingError(
            "DATA_KEY is not base64: make one with `openssl rand -base64 32`"
        ) from error
    if len(key) != KEY_BYTES:
        raise SealingError("DATA_KEY must hold 32 bytes: make one with `openssl rand -base64 32`")
    return key
