"""Passwords as Argon2id hashes (RFC 9106), made on threads so that sockets are served meanwhile."""

import asyncio
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError


class Passwords:
    """Hashes and verifies at most `workers` passwords at once; the others wait in line.

    Argon2 releases the interpreter's lock while it works, so a thread is enough. Building one
    hashes once, to have what an unknown e-mail address is verified against.
    """

    def __init__(self, *, memory_kib: int, passes: int, workers: int) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="password")
        self._nobodys_hash = self._hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """Return the hash in PHC string format, with a salt of its own."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._hasher.hash, _prepared(password))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Say whether `password` made `password_hash`.

        None, for somebody unknown or without a password, takes the same time and is False.
        Raises `argon2.exceptions.InvalidHashError` where what is stored is no hash.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._threads, self._verify, password_hash, _prepared(password)
        )

    def needs_rehash(self, password_hash: str) -> bool:
        """Say whether `password_hash` was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def close(self) -> None:
        """End the threads; what still waits in line is cancelled."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _verify(self, password_hash: str | None, password: str) -> bool:
        try:
            self._hasher.verify(password_hash or self._nobodys_hash, password)
        except VerifyMismatchError:
            return False
        return password_hash is not None


def _prepared(password: str) -> str:
    # One password, whatever keyboard composed it (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)
