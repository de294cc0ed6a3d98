"""All keys that tokens may be signed with, those of a key set read when they are needed."""

import asyncio
import logging
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from realtime.clock import Clock
from realtime.standalone.token_keys import HMAC, VerifyingKey, key_set

log = logging.getLogger(__name__)

#: Seconds between two readings because of a key that is missing, and the age at which a set is
#: read again in any case, so that a key that was taken out of it ends to count.
READ_AGAIN_AFTER = 60.0
STALE_AFTER = 3600.0

_FETCH_TIMEOUT = 5.0
_LONGEST_SET = 1024 * 1024


class KeySetUnavailableError(Exception):
    """The key set could not be read yet: nobody knows whether a token is good."""


class KeyRing:
    """`fixed` keys, and those of the key set that `read_set` returns (it may block), if any."""

    def __init__(
        self,
        fixed: Sequence[VerifyingKey],
        read_set: Callable[[], bytes] | None,
        clock: Clock,
    ) -> None:
        self._fixed = fixed
        self._read_set = read_set
        self._clock = clock
        self._set: list[VerifyingKey] | None = None
        self._read_at = -STALE_AFTER
        self._reading = asyncio.Lock()

    async def find(self, algorithm: str, key_id: str) -> VerifyingKey | None:
        """Return the key that a token names by its header, or the only one it can mean.

        Raises:
            KeySetUnavailableError: try again.

        """
        fixed = next((each for each in self._fixed if algorithm in each.algorithms), None)
        if self._read_set is None or algorithm in HMAC or (fixed is not None and not key_id):
            return fixed
        await self._read_if_older(STALE_AFTER)
        found = self._in_set(algorithm, key_id)
        if found is None:
            await self._read_if_older(READ_AGAIN_AFTER)
            found = self._in_set(algorithm, key_id)
        # A key that was configured by itself has no id here, whatever its signer calls it.
        return found or fixed

    def _in_set(self, algorithm: str, key_id: str) -> VerifyingKey | None:
        if self._set is None:
            raise KeySetUnavailableError
        able = [each for each in self._set if algorithm in each.algorithms]
        if key_id:
            return next((each for each in able if each.id == key_id), None)
        return able[0] if len(able) == 1 else None

    async def _read_if_older(self, seconds: float) -> None:
        assert self._read_set is not None
        async with self._reading:
            now = self._clock.monotonic()
            if now - self._read_at < (READ_AGAIN_AFTER if self._set is None else seconds):
                return
            self._read_at = now
            try:
                self._set = key_set(await asyncio.to_thread(self._read_set))
            except (OSError, ValueError) as error:
                log.warning("the key set cannot be read: %s", error)


def reader_of(location: str) -> Callable[[], bytes]:
    """Return what reads a key set from an address or a file.

    Raises:
        ValueError: such an address is not read.

    """
    if "://" not in location:
        return Path(location).read_bytes
    if not location.startswith(("https://", "http://")):
        raise ValueError("a key set is read from an https address or from a file")

    def fetch() -> bytes:
        request = urllib.request.Request(location, headers={"Accept": "application/json"})  # noqa: S310 - the scheme was checked above
        with urllib.request.urlopen(request, timeout=_FETCH_TIMEOUT) as response:  # noqa: S310 # nosec B310 - as above
            body: bytes = response.read(_LONGEST_SET + 1)
        if len(body) > _LONGEST_SET:
            raise ValueError(f"it is longer than {_LONGEST_SET} bytes")
        return body

    return fetch
