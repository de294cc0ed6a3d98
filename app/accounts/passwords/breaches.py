"""Asking whether a password was breached, without telling it: k-anonymity over SHA-1.

The service learns the first five hexadecimal digits of the hash and answers with the rest of some
hundred others (the "range" of Pwned Passwords). SHA-1 is that service's key here, nothing is
protected by it.
"""

import asyncio
import hashlib

import aiohttp

from app.platform.logging import logger

log = logger(__name__)

PREFIX = 5
SECONDS = 2.0
# Padded answers have some 1,000 lines of 40 bytes.
MOST_BYTES = 512 * 1024


class BreachedPasswords:
    """A range service at an address such as `https://api.pwnedpasswords.com/range/`."""

    def __init__(self, url: str, *, seconds: float = SECONDS) -> None:
        self._url = url.rstrip("/")
        self._seconds = seconds

    async def knows(self, password: str) -> bool:
        """Say whether it was breached; while the service is away nothing is known, and False.

        Registering does not wait for another house; the bundled list was asked before.
        """
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._range(digest[:PREFIX])
        except (aiohttp.ClientError, OSError, ValueError) as error:
            log.warning("breach_service_away", error=type(error).__name__)
            return False
        return digest[PREFIX:] in answer

    async def _range(self, prefix: str) -> set[str]:
        """Return the endings that were breached; those of count 0 are padding."""
        # Padded, so that the length of the answer does not tell who asked for what.
        headers = {"Add-Padding": "true"}
        async with (
            aiohttp.ClientSession(headers=headers) as client,
            client.get(f"{self._url}/{prefix}", allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise ValueError(f"answered {answer.status}")
            read = bytearray()
            async for chunk in answer.content.iter_any():
                read += chunk
                if len(read) > MOST_BYTES:
                    raise ValueError("answered without end")
            text = read.decode("ascii")
        lines = (line.strip().partition(":") for line in text.splitlines())
        return {ending.upper() for ending, _, count in lines if count.strip() not in {"", "0"}}
