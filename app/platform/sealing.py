"""Encryption of everything anybody wrote: AES-256-GCM under data keys, each with its number."""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.platform.clock import Clock, SystemClock
from app.platform.errors import Unavailable

NONCE_BYTES = 12
KEY_BYTES = 32


class SealingError(ValueError):
    """Something sealed cannot be opened: another key, another place, or altered bytes.

    A ValueError, because that is what those who are handed a `StreamCodec` expect of bytes that
    do not open.
    """


class KeyNotReadYetError(Unavailable, SealingError):
    """Sealed with a key that another process has begun to use and this one is about to read."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Ciphertext (nonce first) and the id of the key that opens it, as two columns hold it."""

    data: bytes
    key_id: int


class Sealer:
    """Seals with the newest key and opens with any. `place` is authenticated, not stored.

    A sealed value put into another row, room or column does not open there: `place` names where
    it belongs, such as `messages:<room id>:<id>`.
    """

    def __init__(
        self,
        keys: Mapping[int, bytes],
        *,
        seals_from: Mapping[int, datetime] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """`seals_from` says of new keys from when on they seal; the others do at once."""
        self._clock = clock or SystemClock()
        self._ciphers: dict[int, AESGCM] = {}
        self._seals_from: dict[int, datetime] = {}
        self._sought: set[int] = set()
        self._absent: set[int] = set()
        self._oldest_key = keys[min(keys)]
        # Set when something was sealed with a key that is not known here: read them again.
        self.wanted = asyncio.Event()
        self.learn(keys, seals_from or {})

    @property
    def known(self) -> frozenset[int]:
        """The numbers of all keys that open here."""
        return frozenset(self._ciphers)

    def learn(self, keys: Mapping[int, bytes], seals_from: Mapping[int, datetime]) -> None:
        """Add `keys`, now read anew; what was sought and is not among them is nowhere."""
        self._ciphers |= {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._seals_from |= seals_from
        self._absent |= self._sought - self._ciphers.keys()
        self._sought.clear()

    def seal(self, data: bytes, place: str) -> Sealed:
        """Encrypt `data` for `place`."""
        nonce, key_id = secrets.token_bytes(NONCE_BYTES), self._sealing_key()
        sealed = self._ciphers[key_id].encrypt(nonce, data, place.encode())
        return Sealed(nonce + sealed, key_id)

    def open(self, data: bytes, key_id: int, place: str) -> bytes:
        """Decrypt what `seal` made for the same `place`.

        Raises `SealingError`, and of these `KeyNotReadYetError` where the key may be a new one:
        it is read within the second, and the same asked again is answered.
        """
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            self._seek(key_id)
            raise SealingError(f"there is no data key {key_id}")
        try:
            return cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise SealingError(f"what is stored at {place} does not open") from error

    def _sealing_key(self) -> int:
        for key_id in sorted(self._ciphers, reverse=True):
            begins = self._seals_from.get(key_id)
            if begins is None or begins <= self._clock.now():
                return key_id
        return min(self._ciphers)

    def _seek(self, key_id: int) -> None:
        if key_id in self._absent:
            return
        self._sought.add(key_id)
        self.wanted.set()
        raise KeyNotReadYetError(f"data key {key_id} is being read: try again")

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
