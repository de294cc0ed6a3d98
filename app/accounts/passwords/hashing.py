"""Passwords as Argon2id hashes (RFC 9106), made on threads so that sockets are served meanwhile."""

import asyncio
import os
import secrets
import sys
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from app.platform.errors import Unavailable

P = ParamSpec("P")
Result = TypeVar("Result")


# So much nicer are the threads that hash: whoever chats comes first (nice(1)).
NICENESS = 10
# While one is hashed, what is known of the next is read, and how the last one ended is written.
BESIDE = 2
BUSY = "Too many sign in at this moment: try again"
RETRY_SECONDS = 2


class LineTooLong(Unavailable):
    """So many wait to be hashed already that this one would wait for seconds."""

    name, title = "busy", "Busy"


class Passwords:
    """Hashes and verifies at most `workers` passwords at once; `most_waiting` others wait in line.

    Whoever comes then is sent away for a moment: a storm of log-ins costs neither memory nor the
    processor of those who are in. Argon2 releases the interpreter's lock while it works, so a
    thread is enough. Building one hashes once, to have what an unknown e-mail address is verified
    against.
    """

    def __init__(
        self, *, memory_kib: int, passes: int, workers: int, most_waiting: int = 60
    ) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._threads = ThreadPoolExecutor(
            workers, thread_name_prefix="password", initializer=_step_back
        )
        self._most = workers + most_waiting
        self._here = 0
        self._admitted = 0
        self._front = asyncio.Semaphore(workers + BESIDE)
        self._nobodys_hash = self._hasher.hash(secrets.token_urlsafe())

    def refuse_where_full(self) -> None:
        """Raise `LineTooLong` where `admission` would, before anything else is done."""
        if self._admitted >= self._most:
            raise LineTooLong(BUSY, retry_after=RETRY_SECONDS)

    @asynccontextmanager
    async def admission(self) -> AsyncIterator[None]:
        """Let in what will want a password verified; raise `LineTooLong` where too many are in.

        Most of the waiting is done here, before the database is asked anything: only those at the
        front of the line use its connections, which are also theirs who chat.
        """
        self.refuse_where_full()
        self._admitted += 1
        try:
            async with self._front:
                yield
        finally:
            self._admitted -= 1

    async def hash(self, password: str) -> str:
        """Return the hash in PHC string format, with a salt of its own. Raises `LineTooLong`."""
        return await self._in_line(self._hasher.hash, _prepared(password))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Say whether `password` made `password_hash`.

        None, for somebody unknown or without a password, takes the same time and is False.
        Raises `LineTooLong`, and `argon2.exceptions.InvalidHashError` where what is stored is no
        hash.
        """
        return await self._in_line(self._verify, password_hash, _prepared(password))

    def needs_rehash(self, password_hash: str) -> bool:
        """Say whether `password_hash` was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def close(self) -> None:
        """End the threads; what still waits in line is cancelled."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _in_line(
        self, work: Callable[P, Result], *given: P.args, **named: P.kwargs
    ) -> Result:
        if self._here >= self._most:
            raise LineTooLong(BUSY, retry_after=RETRY_SECONDS)
        self._here += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, partial(work, *given, **named))
        finally:
            self._here -= 1

    def _verify(self, password_hash: str | None, password: str) -> bool:
        try:
            self._hasher.verify(password_hash or self._nobodys_hash, password)
        except VerifyMismatchError:
            return False
        return password_hash is not None


def _step_back() -> None:
    """Let the thread yield to the others: on Linux a thread has a niceness of its own."""
    if sys.platform == "linux":
        niceness = os.getpriority(os.PRIO_PROCESS, os.getpid()) + NICENESS
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)


def _prepared(password: str) -> str:
    # One password, whatever keyboard composed it (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)
